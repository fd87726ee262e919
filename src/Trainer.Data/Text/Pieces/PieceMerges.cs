namespace Trainer.Data.Text.Pieces;

/// <summary>Two neighbours that become one piece.</summary>
/// <param name="Left">The first.</param>
/// <param name="Right">The second.</param>
/// <param name="Score">The score of the piece that they become.</param>
public readonly record struct PieceMerge(string Left, string Right, float Score)
{
    /// <summary>Characters of a piece.</summary>
    internal static int LengthOf(string piece) => piece.EnumerateRunes().Count();
}

/// <summary>
/// The merges that say in a list what sentencepiece says by scores: it merges those neighbours whose union scores highest, so that every way to
/// cut a piece into two others is a merge, of the piece's rank. Equal ranks are ordered as transformers does it: the longer left side first.
/// </summary>
public static class PieceMerges
{
    /// <summary>All merges of a vocabulary, the first to be done first.</summary>
    /// <param name="pieces">The vocabulary; only normal pieces are merged.</param>
    public static IReadOnlyList<PieceMerge> Of(IEnumerable<Piece> pieces)
    {
        Piece[] normal = [.. pieces.Where(piece => piece.Kind == PieceKind.Normal)];
        var texts = normal.Select(piece => piece.Text).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. normal.SelectMany(piece => Cuts(piece, texts))
                .OrderByDescending(merge => merge.Score)
                .ThenByDescending(merge => PieceMerge.LengthOf(merge.Left))
                .ThenByDescending(merge => PieceMerge.LengthOf(merge.Right)),
        ];
    }

    private static List<PieceMerge> Cuts(Piece piece, HashSet<string> texts)
    {
        HashSet<string>.AlternateLookup<ReadOnlySpan<char>> known = texts.GetAlternateLookup<ReadOnlySpan<char>>();
        var merges = new List<PieceMerge>();
        for (int cut = 1; cut < piece.Text.Length; cut++)
        {
            if (!char.IsLowSurrogate(piece.Text[cut]) && known.Contains(piece.Text.AsSpan(0, cut)) && known.Contains(piece.Text.AsSpan(cut)))
            {
                merges.Add(new PieceMerge(piece.Text[..cut], piece.Text[cut..], piece.Score));
            }
        }

        return merges;
    }
}
