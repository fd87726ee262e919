using System.Globalization;
using Trainer.Data.Readers;
using Trainer.Data.Records;
using Trainer.Preparation.Common;

namespace Trainer.Preparation.Bpo;

/// <summary>BPO's released preferences (arXiv:2403.08730): annotated answers, each with worse ones that a model gave to a weakened picture or put errors into.</summary>
public sealed class BpoSource : IDataSource
{
    private const string MaxWords = "max-words";

    private static readonly IRecordFormat<CompletionsRecord> Format = RecordFormats.Completions("completions");

    /// <inheritdoc/>
    public string Name => "bpo";

    /// <inheritdoc/>
    public string Summary => "BPO's released preferences: a pair for each two answers with different scores.";

    /// <inheritdoc/>
    public int Version => 1;

    /// <inheritdoc/>
    public IReadOnlyList<SourceOption> Options { get; } =
        [SourceOption.Number(MaxWords, "A record with a longer answer is left out as a whole; the reference code has 350.", value: 350, least: 1, most: 1_000_000)];

    /// <inheritdoc/>
    public IEnumerable<PlannedFile> Plan(SourceInput input)
    {
        int maxWords = input.Choices.Number(MaxWords);
        return input.RequireAlike("BPO's preferences", "*bpo*.json", "*bpo*.jsonl").Select(path =>
            PlannedFile.Preferences(input.LinesOf(path), _ => new ElementUnits(ElementFile.Open(path), element => Convert(element, maxWords))));
    }

    private static Converted Convert(RecordElement element, int maxWords)
    {
        CompletionsRecord record = Format.Read(element);
        if (record.Completions.Any(answer => Words(answer.Text) > maxWords))
        {
            return Converted.Nothing(string.Create(CultureInfo.InvariantCulture, $"an answer of more than {maxWords} words"));
        }

        IReadOnlyList<PreferenceRecord> pairs = ScoredPairs.All(record, margin: 0);
        return pairs.Count == 0 ? Converted.Nothing("no answer is better than another") : Converted.To([.. pairs.Select(PreparedItem.Of)]);
    }

    private static int Words(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;
}
