using Trainer.Preparation.Common;

namespace Trainer.Preparation.Coco;

/// <summary>
/// COCO's captions and instances (arXiv:1405.0312): the captions as facts for reward models, and both as annotations without outlines, from
/// which <c>eval pope</c> builds its questions and <c>eval chair</c> takes the truth.
/// </summary>
public sealed class CocoSource : IDataSource
{
    /// <inheritdoc/>
    public string Name => "coco";

    /// <inheritdoc/>
    public string Summary => "COCO captions and instances: facts for reward models, the truth of CHAIR, and what POPE's questions are built from.";

    /// <inheritdoc/>
    public int Version => 1;

    /// <inheritdoc/>
    public IReadOnlyList<SourceOption> Options => [];

    /// <inheritdoc/>
    public IEnumerable<PlannedFile> Plan(SourceInput input)
    {
        IReadOnlyList<string> captions = input.Require("COCO's captions", "captions_*.json");
        IEnumerable<PlannedFile> truth = captions.Select(path => Annotations(path, log => CaptionTruth.Open(path, log)))
            .Concat(input.Find("instances_*.json").Select(path => Annotations(path, log => InstanceTruth.Open(path, log))));
        // The captions' own files name what is wrong with them; a second reader need not repeat it.
        return truth.Append(PlannedFile.Facts("image_to_caption.json", log => CaptionFacts.Open(captions, log.Silently())));
    }

    private static PlannedFile Annotations(string path, Func<GatherLog, IUnits> open) =>
        new($"annotations/{Path.GetFileName(path)}", "coco annotations", FileLayout.Table, open);
}
