using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Trainer.Data.Rewards;
using Trainer.Data.Text;
using Trainer.Modeling.Configuration;
using Trainer.Modeling.Weights;

namespace Trainer.Algorithms.Common.Rewards;

/// <summary>What a reward model must be given, or its scores mean nothing: users of a released one got 52 % with another layout.</summary>
public sealed record RewardCard
{
    /// <summary>Its file, beside the weights.</summary>
    public const string FileName = "reward.json";

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        RespectNullableAnnotations = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false) },
    };

    /// <summary>Name of the conversation template.</summary>
    public required string ChatTemplate { get; init; }

    /// <summary>Name of the question for the quality.</summary>
    public required string Prompt { get; init; }

    /// <summary>SHA-256 of the question's words, lest a later wording be taken for the one it was trained with.</summary>
    public required string PromptHash { get; init; }

    /// <summary>What it is told about pictures.</summary>
    public required FactRule Facts { get; init; }

    /// <summary>Seed of the order of facts.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Width and height of pictures, in pixels.</summary>
    public required int ImageSize { get; init; }

    /// <summary>How pictures become squares.</summary>
    public required string ImageAspectRatio { get; init; }

    /// <summary>Most tokens of a row.</summary>
    public required int MaxLength { get; init; }

    /// <summary>Share of held-out pairs whose better answer has the higher reward; none where no pair was held out.</summary>
    public double? HeldOutAccuracy { get; init; }

    /// <summary>Number of those pairs.</summary>
    public int HeldOutPairs { get; init; }

    /// <summary>SHA-256 of a prompt's words.</summary>
    public static string HashOf(RewardPrompt prompt) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(prompt.Text + prompt.FactHeader)));

    /// <summary>Reads a folder's card.</summary>
    /// <exception cref="CheckpointException">There is none, or it is damaged.</exception>
    public static RewardCard Read(string folder)
    {
        string path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
        {
            throw new CheckpointException($"{folder} holds no reward model: there is no {FileName}. Name the model folder of a run with stage: reward.");
        }

        try
        {
            return JsonSerializer.Deserialize<RewardCard>(File.ReadAllText(path), Json) ?? throw new JsonException("It is null.");
        }
        catch (JsonException error)
        {
            throw new CheckpointException($"{path} is no card of a reward model: {error.Message}", error);
        }
    }

    /// <summary>Writes the card.</summary>
    public void Write(string folder) => AtomicFile.WriteText(Path.Combine(folder, FileName), JsonSerializer.Serialize(this, Json) + "\n");

    /// <summary>Refuses a base model or a program that would show it something else than it was trained with.</summary>
    /// <exception cref="CheckpointException">With everything that differs.</exception>
    public void Require(LlavaConfig model)
    {
        string[] problems = [.. Differences(model)];
        if (problems.Length > 0)
        {
            throw new CheckpointException($"The reward model's {FileName} doesn't fit: {string.Join("; ", problems)}. Use the base model and the version that it was trained with.");
        }
    }

    private IEnumerable<string> Differences(LlavaConfig model)
    {
        string? words = RewardPrompts.All.FirstOrDefault(prompt => prompt.Name == Prompt) is { } known ? HashOf(known) : null;
        (string Name, string Card, string Here)[] figures =
        [
            ("prompt", $"{Prompt} {PromptHash}", $"{Prompt} {words ?? "unknown"}"),
            ("chat_template", ChatTemplate, ConversationTemplates.All.FirstOrDefault(template => template.Name == ChatTemplate)?.Name ?? "unknown"),
            ("image_size", $"{ImageSize}", $"{model.Vision.ImageSize}"),
            ("image_aspect_ratio", ImageAspectRatio, $"{model.ImageAspectRatio}"),
        ];
        return figures.Where(figure => figure.Card != figure.Here).Select(figure => $"{figure.Name} is {figure.Card} there, but {figure.Here} here");
    }
}
