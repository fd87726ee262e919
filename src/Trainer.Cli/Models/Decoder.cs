using Trainer.Decoding;
using Trainer.Decoding.Debias;
using Trainer.Decoding.Strategies;
using Trainer.Decoding.Strategies.Opera;
using Trainer.Recipes.Options;
using Trainer.Torch;

namespace Trainer.Cli.Models;

/// <summary>What a <c>decoding</c> block means for a model.</summary>
/// <param name="model">The model and its tokenizer.</param>
/// <param name="decoding">The block.</param>
/// <param name="random">Root of noise and draws.</param>
internal sealed class Decoder(Dialogue model, DecodingOptions decoding, RandomRoot random)
{
    private const string Sample = "sample";

    private readonly Generator generator = new(model.Network, ContrastOf(model, decoding, random), layers: LayersOf(model, decoding));

    /// <summary>The settings of generation, without what ends an answer.</summary>
    internal GenerationOptions Settings { get; } = new()
    {
        MaxNewTokens = decoding.MaxNewTokens,
        Temperature = decoding.Temperature,
        TopK = decoding.TopK,
        TopP = decoding.TopP,
        RepetitionPenalty = decoding.RepetitionPenalty ?? model.Network.Config.Family.RepetitionPenalty,
        NumBeams = decoding.NumBeams,
        LengthPenalty = decoding.LengthPenalty,
        StopTokens = [model.Tokenizer.EosId],
        Opera = new OperaOptions
        {
            ScaleFactor = decoding.ScaleFactor,
            Threshold = decoding.Threshold,
            NumAttnCandidates = decoding.NumAttnCandidates,
            PenaltyWeights = decoding.PenaltyWeights,
            ImageTokens = model.Network.Config.PictureTokens,
        },
    };

    /// <summary>Answers prompts together; each has draws of its own, so that its neighbours don't change its answer.</summary>
    /// <param name="prompts">The prompts.</param>
    /// <param name="options">The settings, with what ends an answer.</param>
    /// <param name="draws">One for each prompt, for strategies that sample.</param>
    /// <param name="onStep">Is shown growing answers; those of beams never, which change their minds.</param>
    internal IReadOnlyList<Generation> Answer(IReadOnlyList<Prompt> prompts, GenerationOptions options, IReadOnlyList<Random> draws, Action<DecodingState>? onStep = null)
    {
        using RandomStream stream = random.Stream("answers");
        IDecodingStrategy strategy = StrategyName() == Sample ? RowwiseStrategy.Sampling(draws) : DecodingStrategies.Create(StrategyName(), options, stream);
        return generator.Generate(prompts, strategy, options, strategy is RowwiseStrategy ? onStep : null);
    }

    /// <summary>Reads the likeliest tokens of closed questions' answers.</summary>
    /// <param name="prompts">The questions.</param>
    /// <param name="reader">What to read; made for this call.</param>
    internal IReadOnlyList<IReadOnlyList<TokenProbability>> Read(IReadOnlyList<Prompt> prompts, ClosedAnswerStrategy reader)
    {
        generator.Generate(prompts, reader, Settings);
        return reader.Readings;
    }

    private static Contrast? ContrastOf(Dialogue model, DecodingOptions decoding, RandomRoot random)
    {
        var blind = new BlindPrompts(model.Network.Config, model.Tokenizer.UnknownId, random) { NoiseStep = decoding.NoiseStep };
        BlindInput[] inputs = decoding.Strategy switch
        {
            DecodingStrategy.Vcd => [BlindInput.Noise],
            DecodingStrategy.Vdd => [.. decoding.UseDdUnk ? [BlindInput.Unk] : Array.Empty<BlindInput>(), .. decoding.UseDd ? [BlindInput.None] : Array.Empty<BlindInput>()],
            _ => [],
        };
        return inputs.Length == 0 ? null : blind.Against(inputs) with { Alpha = decoding.CdAlpha, Beta = decoding.CdBeta };
    }

    private static LayerContrast? LayersOf(Dialogue model, DecodingOptions decoding)
    {
        int layers = model.Network.Config.Text.Layers;
        if (decoding.Strategy != DecodingStrategy.Dola)
        {
            return null;
        }

        return decoding.EarlyExitLayers.All(layer => layer < layers)
            ? new LayerContrast { Layers = decoding.EarlyExitLayers is { Count: > 0 } chosen ? chosen : LayerContrast.LowerHalf(layers), RelativeTop = decoding.RelativeTop }
            : throw new UsageException($"early_exit_layers must be from 0 to {layers - 1}, the model's layers but the last, but are {string.Join(", ", decoding.EarlyExitLayers)}.");
    }

    private string StrategyName() => decoding.Strategy switch
    {
        DecodingStrategy.Vcd or DecodingStrategy.Vdd or DecodingStrategy.Dola => decoding.DoSample ? Sample : "greedy",
        DecodingStrategy strategy => strategy.ToString().ToLowerInvariant(),
    };
}
