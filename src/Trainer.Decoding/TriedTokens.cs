using Trainer.Modeling.Backbones.Llama;
using Trainer.Torch;

namespace Trainer.Decoding;

/// <summary>Tokens that were tried behind rows, side by side and seeing only what lies before them, as far as they were read.</summary>
internal sealed class TriedTokens : IDisposable
{
    private readonly long[] rows;
    private readonly long[] tokens;
    private readonly long[] places;
    private UnfinishedStates? states;

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
        long[] columns = Array.ConvertAll(rows, row => filled[row]++);
        Width = filled.Max();
        Table = new long[count * Width];
        places = new long[tokens.Length];
        for (int i = 0; i < tokens.Length; i++)
        {
            places[i] = (rows[i] * Width) + columns[i];
            Table[places[i]] = tokens[i];
        }
    }

    /// <summary>Number of rows.</summary>
    internal int Count { get; }

    /// <summary>Most tokens of a row.</summary>
    internal long Width { get; }

    /// <summary>The tokens row by row; a row that has fewer ends in zeros.</summary>
    internal long[] Table { get; }

    /// <summary>Of the tokens of the table.</summary>
    internal UnfinishedStates States
    {
        get => states!;
        set => states = value.Release();
    }

    /// <summary>The tokens as branches of their rows behind a common length.</summary>
    internal Branches Behind(long length) => new(
        Tensor.From([.. Enumerable.Repeat(length, Count)]),
        Tensor.From([.. Enumerable.Range(0, Table.Length).Select(i => length + (i % Width))], Count, Width));

    /// <summary>Finds tokens among the tried ones.</summary>
    /// <param name="wanted">One for each row.</param>
    /// <param name="sources">The row that each one follows.</param>
    /// <returns>Where each stands in the table; null if one was not tried.</returns>
    internal long[]? Find(long[] wanted, long[] sources)
    {
        var found = new long[wanted.Length];
        for (int i = 0; i < wanted.Length; i++)
        {
            found[i] = PlaceOf(sources[i], wanted[i]);
        }

        return Array.TrueForAll(found, place => place >= 0) ? found : null;
    }

    public void Dispose() => states?.Dispose();

    private long PlaceOf(long row, long token)
    {
        for (int i = 0; i < tokens.Length; i++)
        {
            if (rows[i] == row && tokens[i] == token)
            {
                return places[i];
            }
        }

        return -1;
    }
}
