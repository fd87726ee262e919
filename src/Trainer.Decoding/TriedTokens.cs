using Trainer.Torch;

namespace Trainer.Decoding;

/// <summary>Tokens that were tried behind rows, side by side and seeing only what lies before them, and what would come behind each.</summary>
internal sealed class TriedTokens : IDisposable
{
    private readonly long[] rows;
    private readonly long[] tokens;
    private readonly long[] places;
    private Tensor? scores;

    /// <summary>Lays tokens out as a table.</summary>
    /// <param name="rows">The row that each one follows.</param>
    /// <param name="tokens">The tokens.</param>
    /// <param name="count">Number of rows.</param>
    internal TriedTokens(long[] rows, long[] tokens, int count)
    {
        this.rows = rows;
        this.tokens = tokens;
        Count = count;
        var filled = new long[count];
        long[] columns = [.. rows.Select(row => filled[row]++)];
        Width = filled.Max();
        places = [.. rows.Zip(columns, (row, column) => (row * Width) + column)];
        Table = new long[count * Width];
        for (int i = 0; i < tokens.Length; i++)
        {
            Table[places[i]] = tokens[i];
        }
    }

    /// <summary>Number of rows.</summary>
    internal int Count { get; }

    /// <summary>Most tokens of a row.</summary>
    internal long Width { get; }

    /// <summary>The tokens row by row; a row that has fewer ends in zeros.</summary>
    internal long[] Table { get; }

    /// <summary>Scores of what would come behind each token, [tokens, vocabulary].</summary>
    internal Tensor Scores
    {
        get => scores!;
        set => scores = TensorScope.Release(value);
    }

    /// <summary>Where each token stands in the table.</summary>
    internal Tensor PlacesOn(Device device) => Tensor.From(places).To(device);

    /// <summary>The tokens as branches of their rows behind a common length.</summary>
    internal Branches Behind(long length) => new(
        Tensor.From([.. Enumerable.Repeat(length, Count)]),
        Tensor.From([.. Enumerable.Range(0, Table.Length).Select(i => length + (i % Width))], Count, Width));

    /// <summary>Finds tokens among the tried ones.</summary>
    /// <param name="wanted">One for each row.</param>
    /// <param name="sources">The row that each one follows.</param>
    /// <returns>Where each was tried; null if one was not.</returns>
    internal long[]? Find(long[] wanted, long[] sources)
    {
        var found = new long[wanted.Length];
        for (int i = 0; i < wanted.Length; i++)
        {
            found[i] = IndexOf(sources[i], wanted[i]);
        }

        return Array.TrueForAll(found, index => index >= 0) ? found : null;
    }

    /// <summary>Where tokens stand in the table, by their index among the tried ones.</summary>
    internal long[] PlacesOf(long[] found) => [.. found.Select(index => places[index])];

    public void Dispose() => scores?.Dispose();

    private int IndexOf(long row, long token)
    {
        for (int i = 0; i < tokens.Length; i++)
        {
            if (rows[i] == row && tokens[i] == token)
            {
                return i;
            }
        }

        return -1;
    }
}
