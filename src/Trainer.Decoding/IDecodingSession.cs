using Trainer.Torch;

namespace Trainer.Decoding;

/// <summary>
/// Rows of tokens that a model reads side by side: all that the generator and its strategies need of a model.
/// Tensors that it returns belong to the caller's scope.
/// </summary>
public interface IDecodingSession : IDisposable
{
    /// <summary>Reads the prompts.</summary>
    /// <returns>Scores of each row's first answer token, [rows, vocabulary].</returns>
    Tensor Begin();

    /// <summary>Reads the next answer token of every row. What the last <see cref="Peek"/> read need not be read again.</summary>
    /// <param name="tokens">One for each row.</param>
    /// <param name="rows">For each row, the row of the same prompt whose answer it goes on from; null: its own.</param>
    /// <returns>Scores of the tokens behind them, [rows, vocabulary].</returns>
    Tensor Advance(long[] tokens, long[]? rows = null);

    /// <summary>
    /// Tries tokens, any number behind each row, and forgets them again: for strategies that look ahead. Who watches attention sees where they look;
    /// what would come behind them, <see cref="Advance"/> says of the chosen ones.
    /// </summary>
    /// <param name="rows">The row that each token would follow.</param>
    /// <param name="tokens">The tokens.</param>
    void Peek(long[] rows, long[] tokens);

    /// <summary>Forgets all answers and reads these instead: for strategies that go back.</summary>
    /// <param name="answers">One for each row, at least one token long.</param>
    /// <returns>As <see cref="Advance"/> with the last tokens.</returns>
    Tensor Restart(IReadOnlyList<IReadOnlyList<long>> answers);
}
