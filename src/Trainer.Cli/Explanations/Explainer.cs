using Trainer.Cli.Models;
using Trainer.Data.Batches;
using Trainer.Data.Records;
using Trainer.Data.Text;
using Trainer.Decoding;
using Trainer.Decoding.Explanations;
using Trainer.Modeling.Configuration;

namespace Trainer.Cli.Explanations;

/// <summary>Explains answers of a model in its own template.</summary>
/// <param name="model">The model.</param>
/// <param name="pictures">Reads pictures.</param>
internal sealed class Explainer(Dialogue model, IImageReader pictures)
{
    private readonly AnswerExplainer explainer = new(model.Network);

    /// <summary>Whether the model sees the whole picture in a square, rather than the middle of it.</summary>
    internal bool IsPadded => model.Network.Config.ImageAspectRatio == ImageAspectRatio.Pad;

    /// <summary>Explains one answer.</summary>
    /// <inheritdoc cref="TryExplain"/>
    /// <exception cref="UsageException">There is nothing to explain, or too much for the model.</exception>
    internal ExplainedAnswer Explain(string question, string? imagePath, string answer) => TryExplain(question, imagePath, answer) ?? throw new UsageException(
        string.IsNullOrWhiteSpace(answer)
            ? $"The answer to '{question}' is empty, so that there is nothing to explain."
            : $"Question and answer have more tokens than the model's {model.Network.Config.Text.MaxPositions}. Explain a shorter answer.");

    /// <summary>Explains one answer; null where it has no words, or no room behind its question.</summary>
    /// <param name="question">What was asked.</param>
    /// <param name="imagePath">About which picture; null: none.</param>
    /// <param name="answer">What was said.</param>
    internal ExplainedAnswer? TryExplain(string question, string? imagePath, string answer)
    {
        Inquiry inquiry = Inquiry.About(question, imagePath);
        if (string.IsNullOrWhiteSpace(answer) || model.Encoder.Encode([.. inquiry.Turns, new Turn(Speaker.Gpt, answer)]) is not { } text)
        {
            return null;
        }

        int first = Array.FindIndex(text.Labels, label => label != TokenizedConversation.Ignored);
        long[] tokens = [.. text.TokenIds[first..].TakeWhile(id => id != model.Tokenizer.EosId)];
        var prompt = new Prompt(text.TokenIds[..first], [.. inquiry.ImagePaths.SelectMany(pictures.Read)]) { Instructions = text.Instructions };
        var blind = new Prompt([.. prompt.TokenIds.Where(id => !model.Network.Config.PictureTokens.Contains(id))], []);
        ExplainedToken[] explained = [.. Places(tokens, explainer.Explain(prompt, blind, tokens))];
        return new ExplainedAnswer
        {
            ImagePath = imagePath,
            HasPlaces = model.Network.Config.QFormer is null && model.Network.Config.ImageTokenCount >= model.Network.Config.Vision.Patches,
            Question = question,
            Answer = string.Concat(explained.Select(token => token.Text)),
            Tokens = explained,
        };
    }

    /// <summary>The text of each token: what the answer's text grows by with it.</summary>
    private IEnumerable<ExplainedToken> Places(long[] tokens, IReadOnlyList<TokenExplanation> why)
    {
        string before = string.Empty;
        for (int place = 0; place < tokens.Length; place++)
        {
            string text = model.Tokenizer.Decode(tokens.AsSpan(0, place + 1)).TrimStart();
            yield return new ExplainedToken(text[Math.Min(before.Length, text.Length)..], before.Length, why[place]);
            before = text;
        }
    }
}
