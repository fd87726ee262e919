using System.Threading.Channels;
using Trainer.Recipes;
using Trainer.Recipes.Options;
using Trainer.Serving.Models;

namespace Trainer.Serving.Work;

/// <summary>A request on its way through the queue to a model and back.</summary>
/// <param name="model">Who answers.</param>
/// <param name="prompt">The prompt.</param>
/// <param name="decoding">How.</param>
/// <param name="abandoned">Fires when nobody waits any more.</param>
internal sealed class ChatJob(IChatModel model, ChatPrompt prompt, DecodingOptions decoding, CancellationToken abandoned) : IChatTask
{
    // The answer comes from the model's thread, which must not run what waits for it.
    private readonly TaskCompletionSource<ChatAnswer> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Channel<string> pieces = Channel.CreateUnbounded<string>(new UnboundedChannelOptions { SingleReader = true });
    private int said;

    /// <summary>Who answers.</summary>
    internal IChatModel Model => model;

    /// <summary>How.</summary>
    internal DecodingOptions Decoding => decoding;

    /// <summary>Jobs of equal keys can be answered together.</summary>
    internal (string Model, string Decoding) Key { get; } = (model.Name, RecipeWriter.Write(decoding));

    /// <inheritdoc/>
    public ChatPrompt Prompt => prompt;

    /// <inheritdoc/>
    public ulong? Seed { get; init; }

    /// <inheritdoc/>
    public bool IsStreamed { get; init; }

    /// <inheritdoc/>
    public bool IsAbandoned => abandoned.IsCancellationRequested;

    /// <summary>The whole answer, once it is there.</summary>
    internal Task<ChatAnswer> Answer => answer.Task.WaitAsync(abandoned);

    /// <summary>What the answer grows by; ends with it, or with the reason why there is none.</summary>
    internal IAsyncEnumerable<string> Pieces => pieces.Reader.ReadAllAsync(abandoned);

    /// <inheritdoc/>
    public void Say(string text)
    {
        if (IsStreamed && text.Length > said)
        {
            pieces.Writer.TryWrite(text[said..]);
            said = text.Length;
        }
    }

    /// <summary>Gives the answer to whoever waits.</summary>
    internal void Complete(ChatAnswer given)
    {
        Say(given.Text);
        answer.TrySetResult(given);
        pieces.Writer.TryComplete();
    }

    /// <summary>Tells whoever waits that there is no answer.</summary>
    internal void Fail(Exception error)
    {
        answer.TrySetException(error);
        pieces.Writer.TryComplete(error);

        // A client that only reads pieces, or has left, looks at one of the two.
        _ = answer.Task.Exception;
    }
}
