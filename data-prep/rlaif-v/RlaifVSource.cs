using Trainer.Data.Readers;
using Trainer.Preparation.Common;

namespace Trainer.Preparation.RlaifV;

/// <summary>RLAIF-V (arXiv:2405.17220): answers of one model, compared by how many of their claims another open model believes.</summary>
public sealed class RlaifVSource : IDataSource
{
    /// <inheritdoc/>
    public string Name => "rlaif-v";

    /// <inheritdoc/>
    public string Summary => "RLAIF-V: pairs of a model's answers, compared claim by claim by open models.";

    /// <inheritdoc/>
    public int Version => 1;

    /// <inheritdoc/>
    public IReadOnlyList<SourceOption> Options => [];

    /// <inheritdoc/>
    public IEnumerable<PlannedFile> Plan(SourceInput input) => ExportedFiles.Require(input, "RLAIF-V's pairs", "*rlaif*v*.json", "*rlaif*v*.jsonl").Select(path =>
        PlannedFile.Preferences(input.LinesOf(path), _ => new ElementUnits(ElementFile.Open(path), element => HubPairs.Convert(element, Name))));
}
