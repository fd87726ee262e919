using Trainer.Data.Batches;
using Trainer.Data.Text;
using Trainer.Decoding;
using Trainer.Decoding.Debias;
using Trainer.Recipes.Options;
using Trainer.Torch;

namespace Trainer.Cli.Models;

/// <summary>Puts questions to a model in its own template and gives its answers as text.</summary>
/// <param name="model">The model and its template.</param>
/// <param name="decoding">How answers are generated.</param>
/// <param name="pictures">Reads pictures.</param>
/// <param name="seed">Root of the draws, for strategies that sample.</param>
internal sealed class Answerer(Dialogue model, DecodingOptions decoding, IImageReader pictures, ulong seed = 17)
{
    private readonly RandomRoot random = new(seed);
    private readonly Decoder decoder = new(model, decoding, new RandomRoot(seed));
    private readonly AnswerText text = new(model, decoding.Stop);
    private long answered;

    /// <summary>The repetition penalty that answers are generated with: the recipe's, or else that of the model's family.</summary>
    internal double RepetitionPenalty => decoder.Settings.RepetitionPenalty;

    /// <summary>Answers questions together, in their order. Each draws for itself: neither its neighbours nor where a batch begins change its answer.</summary>
    internal IReadOnlyList<string> Answer(IReadOnlyList<Inquiry> inquiries)
    {
        if (inquiries.Count == 0)
        {
            return [];
        }

        if (decoding.Calibrate != CalibrationInput.Off)
        {
            var closed = new ClosedAnswers(model, decoder, decoding, random);
            return closed.Answer([.. inquiries.Select(Prompt)], [.. inquiries.Select(inquiry => Prompt(inquiry.WithoutPictures()))]);
        }

        Random[] draws = [.. inquiries.Select(inquiry => random.Managed($"answers/{inquiry.Name}", inquiry.Name is null ? answered++ : 0))];
        GenerationOptions options = decoder.Settings with { StopWhen = text.StopWhen };
        return [.. decoder.Answer([.. inquiries.Select(Prompt)], options, draws).Select(answer => text.Of(answer.TokenIds))];
    }

    /// <summary>Answers each question with the letter, of as many as it has options, that the model finds likeliest.</summary>
    /// <param name="inquiries">The questions.</param>
    /// <param name="options">How many options each has.</param>
    internal IReadOnlyList<string> Choose(IReadOnlyList<Inquiry> inquiries, IReadOnlyList<int> options) => inquiries.Count == 0
        ? []
        : [.. new ClosedAnswers(model, decoder, decoding, random).Read([.. inquiries.Select(Prompt)], letters: true).Zip(options, Likeliest)];

    private static string Likeliest(LabelProbabilities said, int options)
    {
        string[] letters = [.. Enumerable.Range(0, options).Select(index => $"{ChoiceText.Letter(index)}")];
        double[] probabilities = said.Of(letters);
        return letters[Array.IndexOf(probabilities, probabilities.Max())];
    }

    private Prompt Prompt(Inquiry inquiry)
    {
        TokenizedConversation prompt = model.Encoder.EncodePrompt(inquiry.Turns)!;
        return new Prompt(prompt.TokenIds, [.. inquiry.ImagePaths.SelectMany(pictures.Read)]) { Instructions = prompt.Instructions };
    }
}
