using Microsoft.AspNetCore.Http;
using Trainer.Data;
using Trainer.Data.Images;
using Trainer.Recipes.Options;
using Trainer.Serving.Models;
using Trainer.Serving.Protocol;
using Trainer.Serving.Work;

namespace Trainer.Serving.Server;

/// <summary>Makes jobs of requests.</summary>
/// <param name="models">The models.</param>
/// <param name="queue">Takes the jobs.</param>
/// <param name="options">Limits.</param>
/// <param name="ending">Fires when the server ends.</param>
internal sealed class ChatService(IReadOnlyList<IChatModel> models, ChatQueue queue, ServingOptions options, CancellationToken ending) : IDisposable
{
    // No tokenizer makes one token of more characters than this on average, so a longer text need not be read to know that it is too long.
    private const int MostCharactersPerToken = 64;

    // Pictures take much memory while they are read, however many requests come at once.
    private readonly SemaphoreSlim readers = new(Environment.ProcessorCount);

    /// <summary>Fires when the server ends.</summary>
    internal CancellationToken Ending => ending;

    /// <summary>Requests that wait for a model.</summary>
    internal int Waiting => queue.Count;

    /// <inheritdoc/>
    public void Dispose() => readers.Dispose();

    /// <summary>Finds a model.</summary>
    /// <exception cref="ApiException">There is none of this name.</exception>
    internal IChatModel Find(string name) => models.FirstOrDefault(model => model.Name == name)
        ?? throw new ApiException(StatusCodes.Status404NotFound, $"There is no model '{name}'. Known are {string.Join(", ", models.Select(model => model.Name))}.")
        {
            Parameter = "model", Code = "model_not_found",
        };

    /// <summary>Queues a request.</summary>
    /// <param name="request">What is asked.</param>
    /// <param name="abandoned">Fires when nobody waits any more.</param>
    /// <exception cref="ApiException">It can't be put to the model.</exception>
    internal async Task<ChatJob> QueueAsync(ChatRequest request, CancellationToken abandoned)
    {
        IChatModel model = Find(request.Model);
        ChatPrompt prompt = await ReadAsync(model, request, abandoned);
        var job = new ChatJob(model, prompt, Fit(request, prompt, model), abandoned) { Seed = request.Seed, IsStreamed = request.IsStreamed };
        queue.Add(job);
        return job;
    }

    private async Task<ChatPrompt> ReadAsync(IChatModel model, ChatRequest request, CancellationToken abandoned)
    {
        Messages messages = request.Messages;
        long characters = messages.Turns.Sum(turn => (long)turn.Value.Length);
        if (characters > (long)model.Positions * MostCharactersPerToken)
        {
            throw TooLong($"have {characters} characters, far more than the {model.Positions} tokens of the model '{model.Name}' can hold");
        }

        await readers.WaitAsync(abandoned);
        try
        {
            return await Task.Run(() => model.Read(new Conversation(messages.Turns, [.. messages.Pictures.Select(Decode)]), request.Decoding), abandoned);
        }
        catch (DataException error)
        {
            throw new ApiException(StatusCodes.Status400BadRequest, error.Message) { Parameter = "messages" };
        }
        finally
        {
            readers.Release();
        }
    }

    private ImageBuffer Decode(EncodedPicture picture)
    {
        try
        {
            ImageBuffer image = ImageCodec.Decode(picture.Bytes, "It", new ImageLimits { MaxPixels = options.MostPixels });
            return Math.Max(image.Width, image.Height) <= options.LongestSide
                ? image
                : throw ApiException.Invalid(picture.Path, $"has {image.Width} x {image.Height} pixels, but a side has at most {options.LongestSide}. Shrink it.", "invalid_image");
        }
        catch (DataException error)
        {
            throw ApiException.Invalid(picture.Path, $"is no picture that can be used. {error.Message}", "invalid_image");
        }
    }

    /// <summary>An answer that nobody has said the length of takes what the prompt leaves.</summary>
    private static DecodingOptions Fit(ChatRequest request, ChatPrompt prompt, IChatModel model)
    {
        int room = model.Positions - prompt.Length;
        int wanted = request.HasLength ? request.Decoding.MaxNewTokens : Math.Min(request.Decoding.MaxNewTokens, Math.Max(room, 1));
        return wanted <= room
            ? request.Decoding with { MaxNewTokens = wanted }
            : throw TooLong($"have {prompt.Length} tokens, pictures included, which with {wanted} for the answer exceed the {model.Positions} of the model '{model.Name}'");
    }

    private static ApiException TooLong(string problem) =>
        ApiException.Invalid("messages", $"{problem}. Shorten them, or ask for fewer tokens.", "context_length_exceeded");
}
