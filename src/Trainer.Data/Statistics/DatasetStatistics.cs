namespace Trainer.Data.Statistics;

/// <summary>What a file of records holds, in figures. It takes the same memory for any number of records, but for a few dozen bytes for each identifier and picture.</summary>
public sealed class DatasetStatistics
{
    private const int MostProblems = 5;
    private const int MostSources = 1000;
    private const int MostAnswers = 10_000;
    private readonly DistinctTexts ids = new();
    private readonly List<string> problems = [];

    /// <summary>Records, bad ones included.</summary>
    public long Records { get; private set; }

    /// <summary>Records that can't be read; they are in no other figure.</summary>
    public long BadRecords { get; private set; }

    /// <summary>What is wrong with the first of those, each with file, line and field.</summary>
    public IReadOnlyList<string> Problems => problems;

    /// <summary>Records whose identifier was seen before.</summary>
    public long RepeatedIds { get; private set; }

    /// <summary>Records of each source; empty text stands for none.</summary>
    public FrequentTexts Sources { get; } = new(MostSources);

    /// <summary>Questions of each record.</summary>
    public Histogram Rounds { get; } = new();

    /// <summary>Tokens of each record as a model sees it, template and pictures included; empty where no model was at hand.</summary>
    public Histogram RecordTokens { get; } = new();

    /// <summary>Lengths of questions.</summary>
    public TextLengths Questions { get; } = new();

    /// <summary>Lengths of answers.</summary>
    public TextLengths Answers { get; } = new();

    /// <summary>Which answers occur most often.</summary>
    public FrequentTexts AnswerTexts { get; } = new(MostAnswers);

    /// <summary>Answers whose first word is yes.</summary>
    public long Yes { get; private set; }

    /// <summary>Answers whose first word is no.</summary>
    public long No { get; private set; }

    /// <summary>Lengths of pairs; empty where no answer is better than another.</summary>
    public LengthBias Pairs { get; } = new();

    /// <summary>Pictures of each record.</summary>
    public Histogram PicturesPerRecord { get; } = new();

    /// <summary>The different pictures.</summary>
    public PictureStatistics Pictures { get; } = new();

    internal void AddBad(string problem)
    {
        Records++;
        BadRecords++;
        if (problems.Count < MostProblems)
        {
            problems.Add(problem);
        }
    }

    internal void Add(RecordFigures figures)
    {
        Records++;
        RepeatedIds += ids.Add(figures.Record.Id) ? 0 : 1;
        Sources.Add(figures.Record.Source ?? "");
        Rounds.Add(figures.Questions.Count);
        PicturesPerRecord.Add(figures.Record.Images.Count);
        Pairs.Add(figures.Pairs);
        if (figures.Tokens is { } tokens)
        {
            RecordTokens.Add(tokens);
        }

        AddLengths(figures.Questions, Questions);
        AddLengths(figures.AnswerLengths, Answers);
        foreach (string answer in figures.Answers)
        {
            AddAnswer(answer);
        }
    }

    private static void AddLengths(IEnumerable<TextLength> lengths, TextLengths into)
    {
        foreach (TextLength length in lengths)
        {
            into.Add(length);
        }
    }

    private void AddAnswer(string answer)
    {
        AnswerTexts.Add(answer);
        string letters = string.Concat(answer.TrimStart().TakeWhile(char.IsLetter));
        Yes += letters.Equals("yes", StringComparison.OrdinalIgnoreCase) ? 1 : 0;
        No += letters.Equals("no", StringComparison.OrdinalIgnoreCase) ? 1 : 0;
    }
}
