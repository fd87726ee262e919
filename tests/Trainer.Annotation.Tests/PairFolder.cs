using Trainer.Annotation.Judgements;
using Trainer.Data.Preferences;
using Trainer.Data.Records;
using Trainer.TestKit;

namespace Trainer.Annotation.Tests;

/// <summary>A folder of pairs about pictures of one byte each.</summary>
internal sealed class PairFolder : IDisposable
{
    private readonly TemporaryDirectory folder = new();

    internal PairFolder(int pairs = 6)
    {
        Directory.CreateDirectory(System.IO.Path.Combine(Path, "images"));
        folder.Write(PairSet.ManifestName, "{\"image_dir\": \"images\"}");
        for (int i = 0; i < pairs; i++)
        {
            folder.Write($"images/{i}.png", [(byte)i]);
        }

        ComparisonFile.Write(System.IO.Path.Combine(Path, PairSet.PairsName), Enumerable.Range(0, pairs).Select(i => new LabelledComparison(Pair(i), null)));
    }

    internal string Path => folder.Path;

    internal string LogOf(string annotator) => System.IO.Path.Combine(Path, "annotations", $"{annotator}.jsonl");

    internal static ComparisonRecord Pair(int number) => new()
    {
        Id = $"p{number}",
        Images = [$"{number}.png"],
        Turns = [new Turn(Speaker.Human, "<image>\nWhat is it?")],
        Reference = "A thing.",
        First = $"first {number}",
        Second = $"second {number}",
    };

    internal AnnotationStore Open(double overlap = 0, ulong seed = 17) =>
        new(ComparisonSet.Open(Path), new AnnotationOptions { Overlap = overlap, Seed = seed }, TimeProvider.System);

    public void Dispose() => folder.Dispose();
}
