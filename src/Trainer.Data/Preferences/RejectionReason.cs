namespace Trainer.Data.Preferences;

/// <summary>Why a record or a pair is not used.</summary>
public enum RejectionReason
{
    /// <summary>A field is missing or wrong, or marks of pictures don't fit the pictures.</summary>
    InvalidRecord,

    /// <summary>A picture's file does not exist.</summary>
    MissingImage,

    /// <summary>An answer has more words than allowed.</summary>
    TooManyWords,

    /// <summary>There are fewer than two answers.</summary>
    TooFewAnswers,

    /// <summary>No answer is better than another.</summary>
    EqualScores,

    /// <summary>An answer says nothing.</summary>
    EmptyAnswer,

    /// <summary>Both answers are the same but for case, spaces and punctuation at the end.</summary>
    IdenticalAnswers,

    /// <summary>An answer contains text that templates give a meaning to.</summary>
    TemplateMarker,
}
