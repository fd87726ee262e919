using Trainer.Cli.Models;
using Trainer.Data;
using Trainer.Data.Images;
using Trainer.Data.Records;
using Trainer.Data.Text;
using Trainer.Decoding;
using Trainer.Recipes.Options;
using Trainer.Serving.Models;
using Trainer.Torch;

namespace Trainer.Cli.Serving;

/// <summary>A model from disk behind the server's interface.</summary>
/// <param name="name">What requests call it.</param>
/// <param name="model">The model; disposed with this.</param>
/// <param name="seed">Root of the draws for requests that bring no seed.</param>
internal sealed class ServedModel(string name, LoadedModel model, ulong seed) : IChatModel, IDisposable
{
    private readonly Dialogue dialogue = model.Dialogue;
    private readonly ClipPreprocessor pictures = new(model.Dialogue.Network.Config.Vision.ImageSize, model.Dialogue.Network.Config.ImageAspectRatio);
    private readonly ConversationEncoder encoder = EncoderFor(model.Dialogue);
    private readonly RandomRoot random = new(seed);
    private long drawn;

    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public int Positions => dialogue.Network.Config.Text.MaxPositions;

    /// <inheritdoc/>
    public ChatPrompt Read(Conversation conversation, DecodingOptions decoding)
    {
        IReadOnlyList<Turn> wordsAlone = new Inquiry(conversation.Turns, []).WithoutPictures().Turns;
        float[] pixels = [.. conversation.Pictures.SelectMany(picture => pictures.Process(picture))];
        RequireDecoder(decoding);
        return new ChatPrompt(PromptOf(conversation.Turns, pixels), PromptOf(wordsAlone, []));
    }

    /// <inheritdoc/>
    public IReadOnlyList<ChatAnswer> Answer(IReadOnlyList<IChatTask> tasks, DecodingOptions decoding)
    {
        var decoder = new Decoder(dialogue, decoding, random);
        Prompt[] prompts = [.. tasks.Select(task => task.Prompt.Whole)];
        if (decoding.Calibrate != CalibrationInput.Off)
        {
            var closed = new ClosedAnswers(dialogue, decoder, decoding, random);
            return [.. closed.Answer(prompts, [.. tasks.Select(task => task.Prompt.WordsAlone)]).Select(Closed)];
        }

        var text = new AnswerText(dialogue, decoding.Stop);
        GenerationOptions options = decoder.Settings with { StopWhen = text.StopWhen, IsAbandoned = prompt => tasks[prompt].IsAbandoned };
        IReadOnlyList<Generation> answers = decoder.Answer(prompts, options, [.. tasks.Select(DrawsOf)], state => Tell(tasks, text, state));
        return [.. answers.Select(answer => new ChatAnswer(text.Of(answer.TokenIds), answer.TokenIds.Length, answer.Reason))];
    }

    public void Dispose() => model.Dispose();

    private static void Tell(IReadOnlyList<IChatTask> tasks, AnswerText text, DecodingState state)
    {
        for (int row = 0; row < tasks.Count; row++)
        {
            if (tasks[row].IsStreamed)
            {
                tasks[row].Say(text.SoFar(state.Answers[row]));
            }
        }
    }

    private Prompt PromptOf(IReadOnlyList<Turn> turns, float[] pixels)
    {
        TokenizedConversation prompt = encoder.EncodePrompt(turns)!;
        return new Prompt(prompt.TokenIds, pixels) { Instructions = prompt.Instructions };
    }

    private ChatAnswer Closed(string answer) => new(answer, dialogue.Tokenizer.Tokenize(answer).Count, FinishReason.Stop);

    /// <summary>Some settings fit one model and not another, such as the number of a layer.</summary>
    private void RequireDecoder(DecodingOptions decoding)
    {
        try
        {
            _ = new Decoder(dialogue, decoding, random);
        }
        catch (UsageException error)
        {
            throw new DataException(error.Message, error);
        }
    }

    /// <summary>Every answer draws from a generator of its own, so that neighbours in a batch don't change it.</summary>
    private Random DrawsOf(IChatTask task) => task.Seed is { } own ? new RandomRoot(own).Managed("answer") : random.Managed("answer", drawn++);

    /// <summary>Prompts may be of any length: the server itself says which are too long, and by how much.</summary>
    private static ConversationEncoder EncoderFor(Dialogue model) => new(model.Tokenizer, model.Template, new ConversationEncoderOptions
    {
        ImageTokenCount = model.Network.Config.ImageTokenCount,
        ImageTokenId = model.Network.Config.ImageTokenId,
        MaxLength = int.MaxValue,
    });
}
