namespace Trainer.Data.Text.Pieces;

/// <summary>How a sentencepiece model finds its pieces in text, with the numbers of its files.</summary>
public enum PieceAlgorithm
{
    /// <summary>The most probable way to cut the text.</summary>
    Unigram = 1,

    /// <summary>Merging of neighbours, the best first; what Llama uses.</summary>
    Bpe = 2,

    /// <summary>Whole words.</summary>
    Word = 3,

    /// <summary>Single characters.</summary>
    Char = 4,
}
