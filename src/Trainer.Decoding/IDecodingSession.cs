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

    /// <summary>Reads the next answer token of every row.</summary>
    /// <param name="tokens">One for each row.</param>
    /// <returns>Scores of the tokens behind them, [rows, vocabulary].</returns>
    Tensor Advance(long[] tokens);

    /// <summary>Says what <see cref="Advance"/> would, and forgets the tokens again: for strategies that try candidates.</summary>
    /// <param name="tokens">One for each row.</param>
    Tensor Peek(long[] tokens);

    /// <summary>Lets each row go on from another row's answer. Rows trade answers only with rows of the same prompt.</summary>
    /// <param name="rows">For each row, whose answer it takes over.</param>
    void Reorder(long[] rows);

    /// <summary>Forgets all answers and reads these instead, in one pass: for strategies that go back.</summary>
    /// <param name="answers">One for each row, all of the same length, at least 1.</param>
    /// <returns>As <see cref="Advance"/> with the last tokens.</returns>
    Tensor Restart(IReadOnlyList<IReadOnlyList<long>> answers);
}
