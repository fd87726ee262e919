using Trainer.Decoding.Strategies.Opera;
using Trainer.Modeling;
using Trainer.Modeling.Attention;
using Trainer.Modeling.Vision;
using Trainer.Torch;

namespace Trainer.Decoding.Explanations;

/// <summary>Reads an answer once more, with the picture and without, and says of every token what it rests on.</summary>
/// <param name="model">The model, with whatever adapter is active.</param>
/// <param name="scaleFactor">OPERA's factor of attention weights.</param>
public sealed class AnswerExplainer(LlavaModel model, double scaleFactor = 50)
{
    /// <summary>Explains an answer.</summary>
    /// <param name="prompt">What was asked, with its picture.</param>
    /// <param name="blind">The same without it.</param>
    /// <param name="answer">The answer's tokens; at least one.</param>
    public IReadOnlyList<TokenExplanation> Explain(Prompt prompt, Prompt blind, IReadOnlyList<long> answer)
    {
        using var scope = new TensorScope();
        using var mode = GradientMode.Off();
        var map = new LastLayerMap();
        float[] seeing = LogProbs(prompt, answer, map);
        float[] unseeing = LogProbs(blind, answer, null);
        bool[] isImage = [.. prompt.TokenIds.Select(id => id == model.Config.ImageTokenId)];
        var trust = new ColumnProducts(scaleFactor);
        return [.. answer.Select((token, place) =>
        {
            // The token before chose this one; whom it trusts itself, its own row says.
            AttentionShares chosenBy = AttentionShares.Of(map.Mean(isImage.Length + place - 1), isImage);
            ReadOnlySpan<float> most = map.Most(isImage.Length + place);
            double[] weights = AttentionRow.Of(most[..^1], most[^1], isImage).Answer;
            (int trusted, Half score) = trust.MostTrusted(weights);
            trust.Append(weights);
            return new TokenExplanation(token, seeing[place], unseeing[place]) { Attention = chosenBy, Trusted = trusted, OverTrust = (double)score };
        })];
    }

    private float[] LogProbs(Prompt prompt, IReadOnlyList<long> answer, IAttentionObserver? observer)
    {
        ForwardContext context = ForwardContext.Inference with { Observer = observer };
        Device device = model.Compute.Device;
        var text = new PromptBatch([prompt with { TokenIds = [.. prompt.TokenIds, .. answer] }], model.Config);
        using Instructions? instructions = text.Instructions();
        Tensor? images = text.Pixels(device) is { } pixels ? model.Project(model.ImageFeatures(pixels, context), context, instructions) : null;
        long first = prompt.TokenIds.Length - 1;
        SequenceWindow window = text.Window(device) with { Wanted = Tensor.Arange(first, first + answer.Count, device) };
        Tensor states = model.Hidden(model.Embed(text.TokenIds(device), images), window, cache: null, context);
        return Functional.TokenLogProbs(model.Logits(states), Tensor.From<long>([.. answer]).To(device)).ToArray<float>();
    }
}
