using Trainer.Data.Readers;
using Trainer.Data.Records;
using Trainer.Preparation.Common;

namespace Trainer.Preparation.Vlfeedback;

/// <summary>VLFeedback (arXiv:2312.10665): answers of several models to each instruction, rated by GPT-4V for helpfulness, faithfulness to the picture and ethics.</summary>
public sealed class VlFeedbackSource : IDataSource
{
    private const string Pairs = "pairs";
    private const string Margin = "margin";

    private static readonly IRecordFormat<CompletionsRecord> Format = RecordFormats.Completions("vlfeedback");

    /// <inheritdoc/>
    public string Name => "vlfeedback";

    /// <inheritdoc/>
    public string Summary => "VLFeedback: several models' answers with ratings, as pairs whose mean ratings differ enough.";

    /// <inheritdoc/>
    public int Version => 1;

    /// <inheritdoc/>
    public IReadOnlyList<SourceOption> Options { get; } =
    [
        SourceOption.Choice(Pairs, "Every two answers, or the best and the worst one of each prompt.", "all", "extremes"),
        SourceOption.Number(Margin, "Least difference of the mean ratings, in hundredths of a point.", value: 1, least: 1, most: 400),
    ];

    /// <inheritdoc/>
    public IEnumerable<PlannedFile> Plan(SourceInput input)
    {
        // Means of three ratings are thirds, which a sum of rounded ones can miss by a hair.
        double margin = (input.Choices.Number(Margin) / 100.0) - 1e-9;
        Func<CompletionsRecord, double, IReadOnlyList<PreferenceRecord>> choose = input.Choices[Pairs] == "all" ? ScoredPairs.All : ScoredPairs.Extremes;
        return ExportedFiles.Require(input, "VLFeedback's answers", "*vlfeedback*.json", "*vlfeedback*.jsonl").Select(path =>
            PlannedFile.Preferences(input.LinesOf(path), _ => new ElementUnits(ElementFile.Open(path), element => Convert(element, record => choose(record, margin)))));
    }

    private static Converted Convert(RecordElement element, Func<CompletionsRecord, IReadOnlyList<PreferenceRecord>> choose)
    {
        CompletionsRecord record = Format.Read(element);
        int unrated = AnswersOf(element["completions"]) - record.Completions.Count;
        IReadOnlyList<PreferenceRecord> pairs = choose(record);
        string[] noPair = pairs.Count == 0 ? ["no answer is better than another by the margin"] : [];
        return new Converted([.. pairs.Select(PreparedItem.Of)], [.. Enumerable.Repeat("answer without ratings", unrated), .. noPair]);
    }

    private static int AnswersOf(RecordElement completions) => (completions.IsList ? completions : completions["response"]).AsList().Count;
}
