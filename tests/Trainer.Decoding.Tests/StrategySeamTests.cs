using Trainer.Decoding.Strategies;
using Trainer.Modeling;
using Trainer.Modeling.Attention;
using Trainer.TestKit.Models;
using Trainer.Torch;

namespace Trainer.Decoding.Tests;

/// <summary>What the seam lets a strategy do beyond picking tokens: contrast, watch attention, look ahead, go back.</summary>
public sealed class StrategySeamTests : IDisposable
{
    private static readonly GenerationOptions Twelve = new() { MaxNewTokens = 12 };

    private readonly TensorScope scope = new();
    private readonly LlavaModel model = TinyLlava.Create();

    public void Dispose()
    {
        model.Dispose();
        scope.Dispose();
    }

    [Fact]
    public void Generate_ContrastOfTwoBranches_ReadsBothAndFollowsOneAnswer()
    {
        Prompt seeing = Prompts.Pictured(0, [1, 5], 7, 9);
        Prompt blind = new([1, 5, 7, 9], []);

        Generation answer = new Generator(model).Generate([seeing], new Contrast(blind, alpha: 0), Twelve)[0];
        Generation contrasted = new Generator(model).Generate([seeing], new Contrast(blind, alpha: 5), Twelve)[0];

        Assert.Equal(Greedy([seeing])[0], answer.TokenIds);
        Assert.NotEqual(answer.TokenIds, contrasted.TokenIds);
    }

    [Fact]
    public void Generate_ObserverOfTheLastLayer_SeesOneRowOfWeightsPerStep()
    {
        var strategy = new Watching();

        long[] answer = new Generator(model).Generate(Prompts.Some()[..1], strategy, Twelve)[0].TokenIds;

        Assert.Equal(Greedy(Prompts.Some()[..1])[0], answer);
        Assert.Equal(Enumerable.Range(0, 12).Select(step => (step == 0 ? 13L : 1, 13L + step)), strategy.Shapes);
    }

    [Fact]
    public void Peek_AtTokensThatAreNotChosen_LeavesNoTrace()
    {
        var plain = new Noting(peeks: false);
        var peeking = new Noting(peeks: true);

        Assert.Equal(Answers(Prompts.Some(), plain), Answers(Prompts.Some(), peeking));
        Assert.Equal(plain.Seen, peeking.Seen);
    }

    [Fact]
    public void Advance_TokensThatWereTried_AreKeptAsIfReadAgain()
    {
        var strategy = new Trying();

        Assert.Equal(Greedy(Prompts.Some()), Answers(Prompts.Some(), strategy));
        var plain = new List<float>();
        new Generator(model).Generate(Prompts.Some(), new RowwiseStrategy((logits, state) =>
        {
            plain.AddRange(logits.ToArray<float>());
            return LogitWarpers.PenalizeRepetition(logits, state).ArgMax(-1);
        }), Twelve);
        Assert.Equal(plain, strategy.Seen, (left, right) => Math.Abs(left - right) < 1e-4);
    }

    [Fact]
    public void Restart_WithAnswersOfDifferentLengths_ContinuesEachRow()
    {
        long[][] answers = Answers(Prompts.Some(), new HalfRestarting());

        Assert.Equal(Greedy(Prompts.Some()), answers.Select(answer => answer[..12]));
    }

    [Fact]
    public void Restart_WithTheAnswersSoFar_ChangesNothing()
    {
        var strategy = new Restarting();

        Assert.Equal(Greedy(Prompts.Some()), Answers(Prompts.Some(), strategy));
        Assert.True(strategy.Restarted);
    }

    private long[][] Greedy(Prompt[] prompts) => Answers(prompts, RowwiseStrategy.Greedy());

    private long[][] Answers(Prompt[] prompts, IDecodingStrategy strategy) =>
        [.. new Generator(model).Generate(prompts, strategy, Twelve).Select(answer => answer.TokenIds)];

    /// <summary>Greedy on (1 + α) · seeing − α · blind.</summary>
    private sealed class Contrast(Prompt blind, double alpha) : IDecodingStrategy
    {
        private readonly RowwiseStrategy greedy = RowwiseStrategy.Greedy();

        public IReadOnlyList<Prompt> RowsOf(Prompt prompt) => [prompt, blind];

        public StepChoice Choose(Tensor logits, DecodingState state)
        {
            Tensor contrasted = (logits.Narrow(0, 0, 1) * (1 + alpha)) - (logits.Narrow(0, 1, 1) * alpha);
            StepChoice choice = greedy.Choose(contrasted, state);
            return choice with { Tokens = [choice.Tokens[0], choice.Tokens[0]] };
        }

        public IReadOnlyList<Generation> Finish(DecodingState state) => [new Generation([.. state.Answers[0]], FinishReason.Length)];
    }

    /// <summary>Greedy, noting the sizes of the last layer's weights.</summary>
    private sealed class Watching : IDecodingStrategy, IAttentionObserver
    {
        private readonly RowwiseStrategy greedy = RowwiseStrategy.Greedy();

        internal List<(long Queries, long Keys)> Shapes { get; } = [];

        public IAttentionObserver Observer => this;

        public bool Wants(int layer, int layers) => layer == 1;

        public void Observe(int layer, Tensor weights) => Shapes.Add((weights.Size(2), weights.Size(3)));

        public IReadOnlyList<Prompt> RowsOf(Prompt prompt) => greedy.RowsOf(prompt);

        public StepChoice Choose(Tensor logits, DecodingState state) => greedy.Choose(logits, state);

        public IReadOnlyList<Generation> Finish(DecodingState state) => greedy.Finish(state);
    }

    /// <summary>Greedy, noting all scores, and looking on its way at the tokens beside those that it takes.</summary>
    private sealed class Noting(bool peeks) : IDecodingStrategy
    {
        private readonly RowwiseStrategy greedy = RowwiseStrategy.Greedy();

        internal List<float> Seen { get; } = [];

        public int Lookahead => 1;

        public IReadOnlyList<Prompt> RowsOf(Prompt prompt) => greedy.RowsOf(prompt);

        public StepChoice Choose(Tensor logits, DecodingState state)
        {
            Seen.AddRange(logits.ToArray<float>());
            StepChoice choice = greedy.Choose(logits, state);
            if (peeks)
            {
                state.Session.Peek([.. choice.Tokens.Select((_, row) => (long)row)], [.. choice.Tokens.Select(token => (token + 1) % 40)]);
            }

            return choice;
        }

        public IReadOnlyList<Generation> Finish(DecodingState state) => greedy.Finish(state);
    }

    /// <summary>Greedy, reading its own answers again after five tokens.</summary>
    private sealed class Restarting : IDecodingStrategy
    {
        private readonly RowwiseStrategy greedy = RowwiseStrategy.Greedy();

        internal bool Restarted { get; private set; }

        public IReadOnlyList<Prompt> RowsOf(Prompt prompt) => greedy.RowsOf(prompt);

        public StepChoice Choose(Tensor logits, DecodingState state)
        {
            if (state.Steps != 5)
            {
                return greedy.Choose(logits, state);
            }

            Restarted = true;
            return greedy.Choose(state.Restart(state.Answers), state);
        }

        public IReadOnlyList<Generation> Finish(DecodingState state) => greedy.Finish(state);
    }

    /// <summary>Greedy, having tried the chosen token among others of its row.</summary>
    private sealed class Trying : IDecodingStrategy
    {
        private readonly RowwiseStrategy greedy = RowwiseStrategy.Greedy();

        internal List<float> Seen { get; } = [];

        public int Lookahead => 3;

        public IReadOnlyList<Prompt> RowsOf(Prompt prompt) => greedy.RowsOf(prompt);

        public StepChoice Choose(Tensor logits, DecodingState state)
        {
            Seen.AddRange(logits.ToArray<float>());
            StepChoice choice = greedy.Choose(logits, state);

            // Rows try different numbers of tokens, the chosen one not always first.
            (long Row, long Token)[] tried = [.. choice.Tokens.SelectMany((token, row) => Enumerable.Range(0, 1 + (row % 3)).Select(i => ((long)row, (token + (row % 3) - i) % 40)))];
            state.Session.Peek([.. tried.Select(one => one.Row)], [.. tried.Select(one => one.Token)]);
            return choice;
        }

        public IReadOnlyList<Generation> Finish(DecodingState state) => greedy.Finish(state);
    }

    /// <summary>Greedy, sending every second row back from seven tokens to three.</summary>
    private sealed class HalfRestarting : IDecodingStrategy
    {
        private readonly RowwiseStrategy greedy = RowwiseStrategy.Greedy();
        private bool restarted;

        public IReadOnlyList<Prompt> RowsOf(Prompt prompt) => greedy.RowsOf(prompt);

        public StepChoice Choose(Tensor logits, DecodingState state)
        {
            if (state.Steps != 7 || restarted)
            {
                return greedy.Choose(logits, state);
            }

            restarted = true;
            return greedy.Choose(state.Restart([.. state.Answers.Select((answer, row) => row % 2 == 0 ? answer[..3] : answer)]), state);
        }

        public IReadOnlyList<Generation> Finish(DecodingState state) => greedy.Finish(state);
    }
}
