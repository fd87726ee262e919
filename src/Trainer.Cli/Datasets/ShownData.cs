using Trainer.Data.Text;

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
    internal required RecordLens Lens { get; init; }

    /// <summary>The model's tokenizer, which is closed with this.</summary>
    internal required SentencePieceTokenizer Tokenizer { private get; init; }

    /// <summary>Some records as training sees them.</summary>
    /// <param name="count">How many at most.</param>
    /// <param name="seed">Of the draw.</param>
    internal IReadOnlyList<RecordView> Look(int count, ulong seed) => [.. Mixture.Draw(count, seed).Select(drawn => RecordView.Of(drawn, Lens))];

    public void Dispose()
    {
        Mixture.Dispose();
        Tokenizer.Dispose();
    }
}
