using Trainer.Data.Records;
using Trainer.Evaluation.Benchmarks.Chair;

namespace Trainer.Evaluation.Benchmarks.Amber;

/// <summary>
/// AMBER's table of words and what each may also be called. The reference takes nouns by a tagger and lets word vectors vouch for
/// near-synonyms; here every word of the table counts, and only the table's synonyms do.
/// </summary>
public sealed class AmberWords
{
    /// <summary>Plurals without a rule; "men" is left out, which the reference's WordNet keeps as it is.</summary>
    private static readonly Dictionary<string, string> Irregular = new(StringComparer.Ordinal)
    {
        ["children"] = "child",
        ["women"] = "woman",
        ["knives"] = "knife",
        ["shelves"] = "shelf",
        ["geese"] = "goose",
        ["mice"] = "mouse",
        ["feet"] = "foot",
        ["teeth"] = "tooth",
    };

    private readonly Dictionary<string, IReadOnlyList<string>> associations;
    private readonly HashSet<string> known;
    private readonly HashSet<string> safe;

    /// <summary>Makes a table.</summary>
    /// <param name="associations">Each word with what it may also be called.</param>
    /// <param name="safe">Words that never count as hallucinated.</param>
    public AmberWords(IEnumerable<KeyValuePair<string, IReadOnlyList<string>>> associations, IEnumerable<string> safe)
    {
        this.associations = new Dictionary<string, IReadOnlyList<string>>(associations.DistinctBy(pair => pair.Key), StringComparer.Ordinal);
        this.safe = new HashSet<string>(safe, StringComparer.Ordinal);
        known = new HashSet<string>(this.associations.SelectMany(pair => pair.Value.Prepend(pair.Key)), StringComparer.Ordinal);
    }

    /// <summary>Reads <c>relation.json</c> and <c>safe_words.txt</c>.</summary>
    /// <exception cref="Data.DataException">A file can't be read.</exception>
    public static AmberWords Read(string relations, string safeWords) => new(
        JsonFile.Read<KeyValuePair<string, IReadOnlyList<string>>[]>(relations, root => [.. root.AsFields().Select(field => KeyValuePair.Create(field.Name, Texts(field.Value)))]),
        File.ReadLines(safeWords).Select(line => line.Trim()).Where(line => line.Length > 0));

    /// <summary>The words of the table that a text has, in order and with repetition.</summary>
    public IReadOnlyList<string> Find(string text) => [.. CaptionTokenizer.Tokenize(text).Select(token => Base(token.Text)).OfType<string>()];

    /// <summary>Whether a word never counts as hallucinated.</summary>
    internal bool IsSafe(string word) => safe.Contains(word);

    /// <summary>The place in a list of the object that a word means: first as another name of it, then as its own; null where it means none.</summary>
    internal int? Place(IReadOnlyList<string> objects, string word) =>
        First(objects, each => associations.GetValueOrDefault(each, []).Contains(word)) ?? First(objects, each => each == word);

    private static int? First(IReadOnlyList<string> objects, Predicate<string> isMeant) =>
        Enumerable.Range(0, objects.Count).Where(index => isMeant(objects[index])).Select(index => (int?)index).FirstOrDefault();

    private static IReadOnlyList<string> Texts(RecordElement list) => [.. list.AsList().Select(item => item.AsText())];

    private string? Base(string word) => Plurals.Candidates(Irregular.GetValueOrDefault(word, word)).FirstOrDefault(known.Contains);
}
