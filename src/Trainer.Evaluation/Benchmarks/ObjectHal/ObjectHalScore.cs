namespace Trainer.Evaluation.Benchmarks.ObjectHal;

/// <summary>Object HalBench (RLHF-V, arXiv:2312.00849): CHAIR over objects that a judge lists instead of words that a rule finds.</summary>
/// <param name="Answers">What each description mentions.</param>
/// <param name="Present">Classes in all pictures together, with repetition.</param>
/// <param name="Words">Words of all descriptions.</param>
public sealed record ObjectHalScore(IReadOnlyList<ObjectHalMentions> Answers, int Present, int Words)
{
    /// <summary>Descriptions that mention a known class.</summary>
    public int WithObjects => Answers.Count(answer => answer.Mentions.Count > 0);

    /// <summary>Mentions of known classes.</summary>
    public int Mentions => Answers.Sum(answer => answer.Mentions.Count);

    /// <summary>Share of descriptions that hallucinate, of all of them.</summary>
    public double ChairS => Share(Hallucinating, Answers.Count);

    /// <summary>The same of those that mention a known class: the response-level figure that papers print.</summary>
    public double ChairSRefined => Share(Hallucinating, WithObjects);

    /// <summary>Share of mentions that are hallucinated.</summary>
    public double ChairI => Share(Answers.Sum(answer => answer.Hallucinated.Count), Mentions);

    /// <summary>Share of the pictures' classes that are mentioned.</summary>
    public double Recall => Share(Answers.Sum(answer => answer.Found), Present);

    /// <summary>Words a description.</summary>
    public double MeanLength => Share(Words, Answers.Count);

    private int Hallucinating => Answers.Count(answer => answer.Hallucinated.Count > 0);

    /// <summary>Scores descriptions.</summary>
    /// <param name="answers">The descriptions with their objects.</param>
    /// <param name="classes">The class that each known name stands for.</param>
    public static ObjectHalScore Of(IReadOnlyList<ObjectHalAnswer> answers, IReadOnlyDictionary<string, string> classes) => new(
        [.. answers.Select(answer => Read(answer, classes))],
        answers.Sum(answer => answer.Present.Count),
        answers.Sum(answer => answer.Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length));

    private static ObjectHalMentions Read(ObjectHalAnswer answer, IReadOnlyDictionary<string, string> classes)
    {
        // The seat of a toilet is no chair.
        bool isToiletSeat = answer.Objects.Contains("toilet");
        ObjectHalMention[] mentions =
        [
            .. from name in answer.Objects
               where classes.ContainsKey(name) && !(isToiletSeat && name == "seat")
               select new ObjectHalMention(name, classes[name]),
        ];
        ILookup<bool, ObjectHalMention> byPresence = mentions.ToLookup(mention => answer.Present.Contains(mention.Class));
        return new ObjectHalMentions(mentions, [.. byPresence[false]], byPresence[true].Select(mention => mention.Class).Distinct().Count());
    }

    private static double Share(int part, int whole) => whole == 0 ? 0 : (double)part / whole;
}
