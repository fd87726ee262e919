using Trainer.Data;
using Trainer.Data.Records;

namespace Trainer.Evaluation.Benchmarks.Amber;

/// <summary>What AMBER's annotations say of a question.</summary>
/// <param name="Kind">Such as <c>generative</c> or <c>discriminative-attribute-state</c>.</param>
/// <param name="IsYes">Whether the answer to a yes/no question is yes.</param>
/// <param name="Objects">What the picture of a description shows.</param>
/// <param name="Tempting">What it does not show, but people would expect.</param>
public sealed record AmberTruth(string Kind, bool IsYes, IReadOnlyList<string> Objects, IReadOnlyList<string> Tempting)
{
    /// <summary>Whether the question asks for a description.</summary>
    public bool IsGenerative => Kind == "generative";

    /// <summary>The dimension of a yes/no question; whatever is neither existence nor attribute is a relation, as in the reference.</summary>
    public string Dimension => Kind switch
    {
        "discriminative-hallucination" => "existence",
        "discriminative-attribute-state" => "state",
        "discriminative-attribute-number" => "number",
        "discriminative-attribute-action" => "action",
        _ => "relation",
    };

    /// <summary>Reads <c>annotations.json</c>, by the question's id.</summary>
    /// <exception cref="DataException">The file can't be read, or an item has a wrong field.</exception>
    public static IReadOnlyDictionary<string, AmberTruth> Read(string path) =>
        JsonFile.ReadList(path, item => (Id: item["id"].AsIdentifier(), Truth: Parse(item))).DistinctBy(pair => pair.Id).ToDictionary(pair => pair.Id, pair => pair.Truth);

    private static AmberTruth Parse(RecordElement item)
    {
        string kind = item["type"].AsText();
        return kind == "generative"
            ? new AmberTruth(kind, IsYes: false, Texts(item["truth"]), Texts(item["hallu"]))
            : new AmberTruth(kind, item["truth"].AsText() == "yes", [], []);
    }

    private static string[] Texts(RecordElement list) => [.. list.AsList().Select(word => word.AsText())];
}
