using Trainer.Cli.Models;

namespace Trainer.Cli.Datasets;

/// <summary>Records with what it takes to look at them as training does.</summary>
internal sealed class ShownData : IDisposable
{
    /// <summary>What is shown.</summary>
    internal required string Title { get; init; }

    /// <summary>Template and limit, in a sentence.</summary>
    internal required string Setting { get; init; }

    /// <summary>The records.</summary>
    internal required ShownMixture Mixture { get; init; }

    /// <summary>How they become tokens.</summary>
    internal required IRecordLens Lens { get; init; }

    /// <summary>How the model reads text; closed with this.</summary>
    internal required ModelText Text { private get; init; }

    /// <summary>Some records as training sees them.</summary>
    /// <param name="count">How many at most.</param>
    /// <param name="seed">Of the draw.</param>
    internal IReadOnlyList<RecordView> Look(int count, ulong seed) => [.. Mixture.Draw(count, seed).Select(drawn => RecordView.Of(drawn, Lens))];

    public void Dispose()
    {
        Mixture.Dispose();
        Text.Dispose();
    }
}
