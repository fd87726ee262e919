namespace Trainer.Data.Rewards;

/// <summary>What a question is known to want: LLaVA-RLHF's <c>caption_type</c>, with its numbers.</summary>
public enum CaptionType
{
    /// <summary>An open question, whose answers no rule can check.</summary>
    General = 1,

    /// <summary>A choice of four, of which A is right.</summary>
    A = 2,

    /// <summary>A choice of four, of which B is right.</summary>
    B = 3,

    /// <summary>A choice of four, of which C is right.</summary>
    C = 4,

    /// <summary>A choice of four, of which D is right.</summary>
    D = 5,

    /// <summary>A question that is rightly answered with no.</summary>
    No = 6,

    /// <summary>A question that is rightly answered with yes.</summary>
    Yes = 7,
}
