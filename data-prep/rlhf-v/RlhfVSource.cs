using Trainer.Data.Readers;
using Trainer.Preparation.Common;

namespace Trainer.Preparation.RlhfV;

/// <summary>RLHF-V (arXiv:2312.00849): answers of models, and what people made of them by correcting each hallucination.</summary>
public sealed class RlhfVSource : IDataSource
{
    /// <inheritdoc/>
    public string Name => "rlhf-v";

    /// <inheritdoc/>
    public string Summary => "RLHF-V: answers with hallucinations, and the same ones corrected by people.";

    /// <inheritdoc/>
    public int Version => 1;

    /// <inheritdoc/>
    public IReadOnlyList<SourceOption> Options => [];

    /// <inheritdoc/>
    public IEnumerable<PlannedFile> Plan(SourceInput input) => ExportedFiles.Require(input, "RLHF-V's pairs", "*rlhf*v*.json", "*rlhf*v*.jsonl").Select(path =>
        PlannedFile.Preferences(input.LinesOf(path), _ => new ElementUnits(ElementFile.Open(path), element => HubPairs.Convert(element, Name))));
}
