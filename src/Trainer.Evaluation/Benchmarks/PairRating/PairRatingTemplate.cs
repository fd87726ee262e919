namespace Trainer.Evaluation.Benchmarks.PairRating;

/// <summary>Our words for the judge of two descriptions. OPERA's may be put beside the answers.</summary>
internal static class PairRatingTemplate
{
    /// <summary>Places: the first description, the second.</summary>
    internal const string Text =
        """
        Two assistants described the picture that you see. Rate both on a scale from 1 to 10, where higher is better, by two criteria. Pay special
        attention to hallucination: claims that the picture contradicts, such as objects that are not there, or wrong numbers, positions or colours.

        1. Accuracy: whether the description agrees with the picture. The less it hallucinates, the higher the rating.
        2. Detailedness: whether it has the detail that matters. Hallucinated detail doesn't count.

        For each criterion give two numbers with a blank between them, first the one of assistant 1, then the one of assistant 2, and after that your
        reasons. Don't let the order in which the descriptions come influence you.

        [Assistant 1]
        {}
        [End of Assistant 1]

        [Assistant 2]
        {}
        [End of Assistant 2]

        Reply in this form:
        Accuracy: <number> <number>
        Reason: <reasons>
        Detailedness: <number> <number>
        Reason: <reasons>
        """;
}
