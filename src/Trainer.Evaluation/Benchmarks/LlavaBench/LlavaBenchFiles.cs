using Trainer.Data.Records;

namespace Trainer.Evaluation.Benchmarks.LlavaBench;

/// <summary>
/// LLaVA-Bench's files, of COCO or in the wild: questions, GPT-4's answers, contexts (captions, of COCO also boxes) and rules. The reference pairs
/// lines by their order; here questions and answers are paired by their ids.
/// </summary>
internal static class LlavaBenchFiles
{
    internal static IReadOnlyList<LlavaBenchItem> Read(BenchmarkSource source, string folder, string rulePrefix)
    {
        string referencePath = source.Require(folder, "*gpt4*.jsonl", "the reference answers");
        Dictionary<string, string> references = Table(JsonLines.Read(referencePath, line => KeyValuePair.Create(line["question_id"].AsIdentifier(), line["text"].AsText())));
        string contextPath = source.Find(folder, "caps_boxes*.jsonl") ?? source.Require(folder, "context*.jsonl", "the contexts");
        Dictionary<string, string> contexts = Table(JsonLines.Read(contextPath, line => KeyValuePair.Create(line["image"].AsText(), Context(line))));
        Dictionary<string, JudgeRule> rules = JsonFile.Read(source.Require(folder, "rule.json", "the rules of LLaVA's evaluation"), Rules);
        return JsonLines.Read(source.Require(folder, "*questions*.jsonl", "the questions"), line => Item(line, references, contexts, rules, rulePrefix));
    }

    private static LlavaBenchItem Item(
        RecordElement line, Dictionary<string, string> references, Dictionary<string, string> contexts, Dictionary<string, JudgeRule> rules, string rulePrefix)
    {
        string id = line["question_id"].AsIdentifier();
        string image = line["image"].AsText();
        string category = line["category"].AsText();
        return new LlavaBenchItem(
            id,
            image,
            line["text"].AsText(),
            category,
            references.TryGetValue(id, out string? reference) ? reference : throw line["question_id"].Fail($"is {id}, to which no reference answer is there."),
            contexts.TryGetValue(image, out string? context) ? context : throw line["image"].Fail($"is {image}, of which no context is there."),
            rules.TryGetValue(rulePrefix + category, out JudgeRule? rule) ? rule : throw line["category"].Fail($"is {category}, for which rule.json has no {rulePrefix}{category}."));
    }

    private static string Context(RecordElement line)
    {
        string captions = line.Find("captions") is { } list ? string.Join('\n', list.AsList().Select(caption => caption.AsText())) : line["caption"].AsText();
        return line.Find("instances") is { } boxes ? $"{captions}\n\n{string.Join('\n', boxes.AsList().Select(Box))}" : captions;
    }

    private static string Box(RecordElement instance) => $"{instance["category"].AsText()}: [{string.Join(", ", instance["bbox"].AsList().Select(edge => edge.AsIdentifier()))}]";

    private static Dictionary<string, JudgeRule> Rules(RecordElement root) =>
        Table(root.AsFields().Select(field => KeyValuePair.Create(field.Name, new JudgeRule(field.Value["role"].AsText(), field.Value["prompt"].AsText()))));

    /// <summary>Of several lines with one key the first counts.</summary>
    private static Dictionary<string, T> Table<T>(IEnumerable<KeyValuePair<string, T>> rows) => rows.DistinctBy(row => row.Key).ToDictionary();
}
