namespace Trainer.Data.Rewards;

/// <summary>What a reward model is told about a picture.</summary>
public enum FactKind
{
    /// <summary>Nothing: it judges by what it sees.</summary>
    None,

    /// <summary>What people wrote of the picture, under the name of its file.</summary>
    Captions,

    /// <summary>Why an answer is right, under <c>aok_</c> and the name of its file.</summary>
    Rationales,

    /// <summary>The right choice of a question, under <c>choice_</c> and the name of its file.</summary>
    Choices,
}

/// <summary>In which order facts are listed.</summary>
public enum FactOrder
{
    /// <summary>As in the file.</summary>
    Stored,

    /// <summary>Drawn for each record, the same for all of its answers, so that only they tell them apart.</summary>
    Shuffled,

    /// <summary>Drawn for each answer by itself, as LLaVA-RLHF's released code does.</summary>
    ShuffledPerAnswer,
}

/// <summary>Which facts a reward model is told, and in which order.</summary>
/// <param name="Kind">Where they come from.</param>
/// <param name="Order">How they are listed.</param>
public sealed record FactRule(FactKind Kind, FactOrder Order)
{
    /// <summary>What stands before a picture's name in the table of facts.</summary>
    public string KeyPrefix => Kind switch
    {
        FactKind.Rationales => "aok_",
        FactKind.Choices => "choice_",
        _ => "",
    };
}
