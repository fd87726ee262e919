using Trainer.Decoding;
using Trainer.Decoding.Debias;
using Trainer.Decoding.Strategies;
using Trainer.Recipes.Options;
using Trainer.Torch;

namespace Trainer.Cli.Models;

/// <summary>Answers closed questions by probabilities that are corrected by what the model says blind (post-hoc debias, arXiv:2403.05262).</summary>
/// <param name="model">The model and its tokenizer.</param>
/// <param name="decoder">Reads probabilities.</param>
/// <param name="decoding">The answers, and the blind inputs.</param>
/// <param name="random">Root of the noise.</param>
internal sealed class ClosedAnswers(Dialogue model, Decoder decoder, DecodingOptions decoding, RandomRoot random)
{
    // The last step of the noise: what the released code calibrates by.
    private const int NoiseStep = 999;
    private const int TokensOfWords = 10;
    private const int TokensOfLetters = 100;

    private readonly BlindPrompts blind = new(model.Network.Config, model.Tokenizer.UnknownId, random) { NoiseStep = NoiseStep };
    private readonly bool areLetters = decoding.CalibrateAnswers.All(answer => answer.Length == 1);

    /// <summary>Answers questions together.</summary>
    /// <param name="prompts">The questions.</param>
    /// <param name="wordsAlone">The same without their pictures' marks.</param>
    internal IReadOnlyList<string> Answer(IReadOnlyList<Prompt> prompts, IReadOnlyList<Prompt> wordsAlone)
    {
        LabelProbabilities[] seen = Read(prompts, areLetters);
        double[][] unseen = [.. seen.Select(_ => new double[decoding.CalibrateAnswers.Count])];
        foreach (BlindInput input in Inputs())
        {
            LabelProbabilities[] read = Read(input == BlindInput.None ? wordsAlone : [.. prompts.Select(prompt => blind.Make(prompt, input))], areLetters);
            unseen = [.. unseen.Zip(read, (sums, labels) => sums.Zip(labels.Of(decoding.CalibrateAnswers), (sum, own) => sum + own).ToArray())];
        }

        return [.. seen.Zip(unseen, Choose)];
    }

    private string Choose(LabelProbabilities seen, double[] unseen)
    {
        double[] shares = seen.Of(decoding.CalibrateAnswers);
        if (shares.Sum() == 0)
        {
            // The model says none of the answers; what it says instead is for the reader to judge.
            return seen.Texts.FirstOrDefault(string.Empty);
        }

        // An option that no blind input mentions would divide by next to nothing.
        double[] corrected = areLetters && unseen.Contains(0) ? shares : Calibration.Apply(shares, unseen);
        return decoding.CalibrateAnswers[Array.IndexOf(corrected, corrected.Max())];
    }

    private BlindInput[] Inputs() => decoding.Calibrate switch
    {
        CalibrationInput.Both => [BlindInput.None, BlindInput.Unk],
        CalibrationInput input => [Enum.Parse<BlindInput>(input.ToString())],
    };

    /// <summary>Reads how likely the texts are with which answers may begin.</summary>
    /// <param name="prompts">The questions.</param>
    /// <param name="letters">Whether letters of options are wanted, before which brackets may stand.</param>
    internal LabelProbabilities[] Read(IReadOnlyList<Prompt> prompts, bool letters)
    {
        ClosedAnswerStrategy reader = letters ? new(TokensOfLetters, model.Tokenizer.Encode("( )")) : new(TokensOfWords, []);
        return [.. decoder.Read(prompts, reader).Select(tokens => new LabelProbabilities(tokens.Select(token => (Text(token.Token), token.Probability))))];
    }

    private string Text(long token) => token < model.Tokenizer.VocabularySize ? model.Tokenizer.Decode([token]) : string.Empty;
}
