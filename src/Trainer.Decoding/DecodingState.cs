using Trainer.Modeling.Attention;

namespace Trainer.Decoding;

/// <summary>What a strategy can see of the answers so far. Rows of one prompt are adjacent.</summary>
public sealed class DecodingState
{
    internal DecodingState(IReadOnlyList<Prompt> prompts, int rowsPerPrompt, GenerationOptions options, KvCache cache)
    {
        Options = options;
        Cache = cache;
        RowsPerPrompt = rowsPerPrompt;
        Prompts = prompts;
        Answers = [.. Enumerable.Range(0, prompts.Count * rowsPerPrompt).Select(_ => new List<long>())];
    }

    /// <summary>How the answers are generated.</summary>
    public GenerationOptions Options { get; }

    /// <summary>The prompts.</summary>
    public IReadOnlyList<Prompt> Prompts { get; }

    /// <summary>Rows that each prompt has.</summary>
    public int RowsPerPrompt { get; }

    /// <summary>The tokens that each row has generated.</summary>
    public List<long>[] Answers { get; }

    /// <summary>Keys and values of prompts and answers.</summary>
    public KvCache Cache { get; }

    /// <summary>Tokens that every row has generated so far.</summary>
    public int Steps { get; internal set; }

    /// <summary>The prompt of a row.</summary>
    public Prompt PromptOf(int row) => Prompts[row / RowsPerPrompt];

    /// <summary>Whether a token ends an answer.</summary>
    public bool IsStop(long token) => Options.StopTokens.Contains(token);

    /// <summary>Takes over a choice: rows continue others where it says so, and each gets its token.</summary>
    internal void Apply(StepChoice choice)
    {
        if (choice.Rows is { } rows)
        {
            List<long>[] before = [.. Answers];
            for (int row = 0; row < rows.Length; row++)
            {
                Answers[row] = [.. before[rows[row]]];
            }
        }

        for (int row = 0; row < choice.Tokens.Length; row++)
        {
            Answers[row].Add(choice.Tokens[row]);
        }

        Steps++;
    }
}

/// <summary>One step of every row.</summary>
/// <param name="Tokens">The next token of each row.</param>
/// <param name="Rows">Which row each one continues; none: itself.</param>
/// <param name="IsDone">Whether no row needs another step.</param>
public sealed record StepChoice(long[] Tokens, long[]? Rows, bool IsDone);
