namespace Trainer.Data.Records;

/// <summary>What a record is for. The order is that in which formats are tried: pairs can be read as conversations too, and both as prompts.</summary>
public enum RecordType
{
    /// <summary>A prompt with answers of which some are better.</summary>
    Preference,

    /// <summary>Questions and answers to imitate.</summary>
    Conversation,

    /// <summary>A question without an answer.</summary>
    Prompt,
}
