namespace Trainer.Evaluation.Benchmarks.Mme;

/// <summary>What an answer says.</summary>
public enum MmeAnswer
{
    /// <summary>Neither; never right.</summary>
    Other,

    /// <summary>Yes.</summary>
    Yes,

    /// <summary>No.</summary>
    No,
}

/// <summary>The rule of MME's evaluation tool: the first four characters decide, so "Not sure" and "know" are no, and "a yes" is neither.</summary>
public static class MmeAnswerParser
{
    /// <summary>Name of the rule.</summary>
    public const string Name = "mme";

    private const int Prefix = 4;

    /// <summary>Reads an answer.</summary>
    public static MmeAnswer Read(string answer)
    {
        string beginning = answer[..Math.Min(Prefix, answer.Length)];
        return beginning.Contains("yes", StringComparison.OrdinalIgnoreCase) ? MmeAnswer.Yes
            : beginning.Contains("no", StringComparison.OrdinalIgnoreCase) ? MmeAnswer.No
            : MmeAnswer.Other;
    }
}
