namespace Trainer.Data.Records;

/// <summary>Who speaks.</summary>
public enum Speaker
{
    /// <summary>The preamble; replaces the template's own.</summary>
    System,

    /// <summary>The user.</summary>
    Human,

    /// <summary>The model.</summary>
    Gpt,
}

/// <summary>One turn of a conversation.</summary>
/// <param name="From">Who speaks.</param>
/// <param name="Value">What is said. Each <c>&lt;image&gt;</c> in it stands for the record's next picture.</param>
public sealed record Turn(Speaker From, string Value);
