using System.Collections.Concurrent;
using Trainer.Data;
using Trainer.Decoding;
using Trainer.Recipes.Options;
using Trainer.Serving.Models;

namespace Trainer.Serving.Tests;

/// <summary>A model that repeats what it was asked, word by word, and tells how it was used. A prompt's tokens are its characters.</summary>
internal sealed class EchoModel : IChatModel
{
    private readonly ConcurrentQueue<int> batches = new();
    private int steps;

    public string Name { get; init; } = "echo";

    public int Positions { get; init; } = 4000;

    /// <summary>Sizes of the batches that it has answered.</summary>
    internal IReadOnlyList<int> Batches => [.. batches];

    /// <summary>Words that it has said.</summary>
    internal int Steps => Volatile.Read(ref steps);

    /// <summary>How it answered last.</summary>
    internal DecodingOptions? Decoding { get; private set; }

    /// <summary>The last conversation that was put to it.</summary>
    internal Conversation? Conversation { get; private set; }

    /// <summary>While this is not set it says nothing more.</summary>
    internal ManualResetEventSlim MaySpeak { get; } = new(initialState: true);

    /// <summary>Words of an answer that it says all the same.</summary>
    internal int FreeWords { get; set; }

    public ChatPrompt Read(Conversation conversation, DecodingOptions decoding)
    {
        Conversation = conversation;
        string question = conversation.Turns[^1].Value;
        return question.Contains("unspeakable", StringComparison.Ordinal)
            ? throw new DataException("That is unspeakable.")
            : new ChatPrompt(new Prompt([.. question.Select(character => (long)character)], []), new Prompt([], []));
    }

    public IReadOnlyList<ChatAnswer> Answer(IReadOnlyList<IChatTask> tasks, DecodingOptions decoding)
    {
        batches.Enqueue(tasks.Count);
        Decoding = decoding;
        string[][] words = [.. tasks.Select(task => new string([.. task.Prompt.Whole.TokenIds.Select(id => (char)id)]).Split(' '))];
        if (words.Any(own => own.Contains("poison")))
        {
            throw new InvalidOperationException("The model was poisoned.");
        }

        int longest = words.Max(own => own.Length);
        for (int said = 1; said <= longest && tasks.Any(task => !task.IsAbandoned); said++)
        {
            while (said > FreeWords && !MaySpeak.Wait(millisecondsTimeout: 5) && tasks.Any(task => !task.IsAbandoned))
            {
            }

            Interlocked.Increment(ref steps);
            foreach ((IChatTask task, string[] own) in tasks.Zip(words))
            {
                task.Say(string.Join(' ', own.Take(said)));
            }
        }

        return [.. words.Select(own => new ChatAnswer(string.Join(' ', own), own.Length, FinishReason.Stop))];
    }
}
