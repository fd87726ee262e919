using Trainer.Data.Records;

namespace Trainer.Evaluation.Benchmarks.MmHal;

/// <summary>A question of MMHal-Bench.</summary>
/// <param name="Id">Its place in the file, from 0.</param>
/// <param name="Type">What it may lead to hallucinate, such as <c>counting</c>.</param>
/// <param name="Image">Name of the picture's file.</param>
/// <param name="Contents">What the picture shows.</param>
/// <param name="Text">The question.</param>
/// <param name="Gold">A person's answer.</param>
public sealed record MmHalItem(string Id, string Type, string Image, string Contents, string Text, string Gold)
{
    /// <summary>Reads <c>response_template.json</c>; a picture's name is the last part of its address.</summary>
    /// <exception cref="Data.DataException">The file can't be read, or an item has a wrong field.</exception>
    public static IReadOnlyList<MmHalItem> Read(string path) => [.. JsonFile.ReadList(path, Parse).Select((item, index) => item with { Id = $"{index}" })];

    private static MmHalItem Parse(RecordElement item) => new(
        "",
        item["question_type"].AsText(),
        (item.Find("image_path") ?? item["image_src"]).AsText().Split('/')[^1],
        string.Join(", ", item["image_content"].AsList().Select(name => name.AsText())),
        item["question"].AsText(),
        item["gt_answer"].AsText());
}
