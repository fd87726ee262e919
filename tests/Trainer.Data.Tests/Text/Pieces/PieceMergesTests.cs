using Trainer.Data.Text;
using Trainer.Data.Text.Pieces;

namespace Trainer.Data.Tests.Text.Pieces;

public sealed class PieceMergesTests
{
    [Fact]
    public void Of_SmallVocabulary_ListsEveryCutOfEveryPieceByRank()
    {
        // "ab" is better than "bc", and "abc" comes of both; "<s>" is a sign, and "d" stands alone.
        Piece[] pieces =
        [
            new("<s>", 0, PieceKind.Control), new("<", -9, PieceKind.Normal), new("s>", -9, PieceKind.Normal),
            new("ab", -1, PieceKind.Normal), new("bc", -2, PieceKind.Normal), new("abc", -3, PieceKind.Normal),
            new("a", -4, PieceKind.Normal), new("b", -5, PieceKind.Normal), new("c", -6, PieceKind.Normal), new("d", -7, PieceKind.Normal),
        ];

        Assert.Equal(["a b", "b c", "ab c", "a bc"], PieceMerges.Of(pieces).Select(Line));
    }

    [Fact]
    public void Of_EqualScores_TheLongerLeftSideComesFirst()
    {
        Piece[] runs = [.. new[] { "_", "__", "___" }.Select(text => new Piece(text, 0, PieceKind.Normal))];

        Assert.Equal(["__ _", "_ __", "_ _"], PieceMerges.Of(runs).Select(Line));
    }

    [Fact]
    public void Of_CharactersOfTwoUnits_AreNotCut()
    {
        Piece[] pieces = [new("\U0001F600\U0001F601", 0, PieceKind.Normal), new("\U0001F600", -1, PieceKind.Normal), new("\U0001F601", -2, PieceKind.Normal), new("\ud83d", -3, PieceKind.Normal)];

        Assert.Equal(["\U0001F600 \U0001F601"], PieceMerges.Of(pieces).Select(Line));
    }

    [Fact]
    public void Of_TinyModel_MergesRebuildEveryPiece()
    {
        Piece[] pieces = [.. PieceModel.Open(Fixture.ModelPath).Pieces.Where(piece => piece.Kind == PieceKind.Normal)];
        Dictionary<(string Left, string Right), int> ranks = Ranks(PieceMerges.Of(pieces));

        Assert.All(pieces, piece => Assert.Equal([piece.Text], Merge(piece.Text, ranks)));
    }

    [Fact]
    public void Of_TinyModel_MergingByRankEqualsSentencepiece()
    {
        Dictionary<(string Left, string Right), int> ranks = Ranks(PieceMerges.Of(PieceModel.Open(Fixture.ModelPath).Pieces));
        using SentencePieceTokenizer tokenizer = Fixture.Open();
        var random = new Random(11);
        for (int round = 0; round < 500; round++)
        {
            string text = new([.. Enumerable.Range(0, 40).Select(_ => "the cat is redD  Px"[random.Next(19)])]);

            Assert.Equal(tokenizer.Tokenize(text).Select(token => tokenizer.PieceOf(token.Id)), Merge("\u2581" + text.Replace(' ', '\u2581'), ranks));
        }
    }

    private static string Line(PieceMerge merge) => $"{merge.Left} {merge.Right}";

    private static Dictionary<(string Left, string Right), int> Ranks(IReadOnlyList<PieceMerge> merges) =>
        merges.Index().ToDictionary(merge => (merge.Item.Left, merge.Item.Right), merge => merge.Index);

    // The definition, without any of the tricks that make it fast: the best pair of all, the leftmost of equals, until none is left.
    private static List<string> Merge(string text, Dictionary<(string Left, string Right), int> ranks)
    {
        List<string> symbols = [.. text.EnumerateRunes().Select(rune => rune.ToString())];
        while (true)
        {
            (int Rank, int Place) best = Enumerable.Range(0, symbols.Count - 1)
                .Where(place => ranks.ContainsKey((symbols[place], symbols[place + 1])))
                .Select(place => (ranks[(symbols[place], symbols[place + 1])], place))
                .DefaultIfEmpty((-1, -1)).Min();
            if (best.Rank < 0)
            {
                return symbols;
            }

            symbols[best.Place] += symbols[best.Place + 1];
            symbols.RemoveAt(best.Place + 1);
        }
    }
}
