using System.Text.Json;
using System.Text.Json.Serialization;
using Trainer.Modeling.Weights;

namespace Trainer.Algorithms.Ppo.Rollouts;

/// <summary>Writes some rollouts down for people: <c>rollouts/step-N.jsonl</c>, an answer in each line.</summary>
/// <param name="folder">The run's folder.</param>
/// <param name="every">Rollouts between two; 0: none.</param>
/// <param name="imageDir">Where image paths start from, if the recipe says.</param>
internal sealed class RolloutLog(string folder, int every, string? imageDir)
{
    private const int Answers = 16;

    /// <summary>Writes a rollout's first answers, if it is its turn.</summary>
    internal void Write(RolloutView view)
    {
        if (every == 0 || view.Number % every != 0)
        {
            return;
        }

        string target = LoggedRollouts.PathOf(folder, view.Number);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        AtomicFile.WriteText(target, string.Concat(Enumerable.Range(0, Math.Min(Answers, view.Answers.Count)).Select(i => Line(view, i) + "\n")));
    }

    private string Line(RolloutView view, int i) => JsonSerializer.Serialize(
        new RolloutLine(
            view.Prompts[i].Record.Id,
            view.Prompts[i].Record.Images is [string image, ..] ? Path.Combine(imageDir ?? string.Empty, image) : null,
            view.Prompts[i].Record.Turns[^1].Value,
            view.Answers[i].Text,
            view.Answers[i].Tokens,
            view.Rewards[i].Total,
            view.Rewards[i].Terms),
        RolloutLineJson.Default.RolloutLine);
}

/// <summary>An answer of a rollout as it is written down.</summary>
/// <param name="Id">The record's identifier.</param>
/// <param name="Image">The picture's file, if there is one.</param>
/// <param name="Question">What was asked.</param>
/// <param name="Answer">What the policy said.</param>
/// <param name="Tokens">Its tokens.</param>
/// <param name="Reward">Its reward.</param>
/// <param name="Terms">Each term of the reward.</param>
public sealed record RolloutLine(string Id, string? Image, string Question, string Answer, int Tokens, double Reward, IReadOnlyDictionary<string, double> Terms);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(RolloutLine))]
internal sealed partial class RolloutLineJson : JsonSerializerContext;
