using Trainer.Data;
using Trainer.Recipes.Options;

namespace Trainer.Serving.Models;

/// <summary>A model that answers conversations: all that the server knows of one.</summary>
public interface IChatModel
{
    /// <summary>What requests call it.</summary>
    string Name { get; }

    /// <summary>Most tokens of a prompt and its answer together.</summary>
    int Positions { get; }

    /// <summary>Puts a conversation into the model's tokens, however many they are. Called from several threads at once.</summary>
    /// <param name="conversation">The conversation.</param>
    /// <param name="decoding">How it will be answered.</param>
    /// <exception cref="DataException">The conversation or the settings can't be put to this model.</exception>
    ChatPrompt Read(Conversation conversation, DecodingOptions decoding);

    /// <summary>Answers together. Called by one thread, for one model at a time.</summary>
    /// <param name="tasks">At least one; their prompts leave room for the answers.</param>
    /// <param name="decoding">How, for all of them.</param>
    /// <returns>One answer for each task, in order; of an abandoned task any.</returns>
    IReadOnlyList<ChatAnswer> Answer(IReadOnlyList<IChatTask> tasks, DecodingOptions decoding);
}

/// <summary>A prompt that somebody waits for the answer to.</summary>
public interface IChatTask
{
    /// <summary>The prompt.</summary>
    ChatPrompt Prompt { get; }

    /// <summary>Seed of its draws; null: the model's own choice.</summary>
    ulong? Seed { get; }

    /// <summary>Whether nobody waits any more.</summary>
    bool IsAbandoned { get; }

    /// <summary>Whether whoever waits wants to hear the answer while it grows.</summary>
    bool IsStreamed { get; }

    /// <summary>Tells the answer so far: its beginning, which can't change any more.</summary>
    void Say(string text);
}
