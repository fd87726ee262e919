using Trainer.Torch;

namespace Trainer.Decoding;

/// <summary>What a strategy sees of the answers so far, and how it can look ahead and go back. Rows of one prompt are adjacent.</summary>
public sealed class DecodingState
{
    /// <summary>Begins with empty answers.</summary>
    /// <param name="session">The model's reading of the rows.</param>
    /// <param name="rowPrompts">The prompt of each row.</param>
    /// <param name="prompts">Number of prompts; each has the same number of rows.</param>
    /// <param name="options">How the answers are generated.</param>
    public DecodingState(IDecodingSession session, IReadOnlyList<Prompt> rowPrompts, int prompts, GenerationOptions options)
    {
        Session = session;
        RowPrompts = rowPrompts;
        Prompts = prompts;
        Options = options;
        Answers = [.. rowPrompts.Select(_ => new List<long>())];
    }

    /// <summary>The model's reading of the rows: <see cref="IDecodingSession.Peek"/> is for every strategy to call.</summary>
    public IDecodingSession Session { get; }

    /// <summary>How the answers are generated.</summary>
    public GenerationOptions Options { get; }

    /// <summary>Number of prompts.</summary>
    public int Prompts { get; }

    /// <summary>The prompt of each row.</summary>
    public IReadOnlyList<Prompt> RowPrompts { get; }

    /// <summary>The tokens that each row has generated.</summary>
    public IReadOnlyList<List<long>> Answers { get; private set; }

    /// <summary>Tokens that every row has generated at least; some have more where a strategy went back for others.</summary>
    public int Steps => Answers.Min(answer => answer.Count);

    /// <summary>Tokens of a row, prompt and answer, with every picture as its expanded tokens.</summary>
    public int LengthOf(int row) => RowPrompts[row].TokenIds.Length + Answers[row].Count;

    /// <summary>Whether a row's prompt or answer has a token.</summary>
    public bool HasSeen(int row, long token) => RowPrompts[row].TokenIds.Contains(token) || Answers[row].Contains(token);

    /// <summary>How many tokens a row's answer has if <paramref name="token"/> ends it; null if it goes on.</summary>
    public int? EndsWith(int row, long token)
    {
        List<long> answer = Answers[row];
        if (Options.StopTokens.Contains(token) || Options.IsAbandoned?.Invoke(row * Prompts / RowPrompts.Count) == true)
        {
            return answer.Count;
        }

        return Options.StopWhen is { } stop && stop([.. answer, token]) ? answer.Count + 1 : null;
    }

    /// <summary>Goes back: the rows' answers become these.</summary>
    /// <param name="answers">One for each row, at least one token long.</param>
    /// <returns>Scores of the next token, [rows, vocabulary].</returns>
    public Tensor Restart(IReadOnlyList<IReadOnlyList<long>> answers)
    {
        Answers = [.. answers.Select(answer => answer.ToList())];
        return Session.Restart(answers);
    }

    /// <summary>Takes over a choice: rows continue others where it says so, and each gets its token.</summary>
    internal void Apply(StepChoice choice)
    {
        if (choice.Rows is { } rows)
        {
            Answers = [.. rows.Select(row => new List<long>(Answers[(int)row]))];
        }

        for (int row = 0; row < choice.Tokens.Length; row++)
        {
            Answers[row].Add(choice.Tokens[row]);
        }
    }
}

/// <summary>One step of every row.</summary>
/// <param name="Tokens">The next token of each row.</param>
/// <param name="Rows">Which row each one continues; none: itself.</param>
/// <param name="IsDone">Whether no row needs another step.</param>
public sealed record StepChoice(long[] Tokens, long[]? Rows, bool IsDone);
