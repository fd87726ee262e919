using System.Text.Json;
using Trainer.Decoding.Strategies;
using Trainer.Torch;

namespace Trainer.Decoding.Tests.Toy;

public sealed class ToyRunTests
{
    [Theory]
    [InlineData("greedy")]
    [InlineData("greedy_eos_3")]
    [InlineData("greedy_eos_4")]
    [InlineData("greedy_eos_6")]
    [InlineData("plain_beam3")]
    [InlineData("plain_beam5")]
    [InlineData("beam_eos_3")]
    [InlineData("beam_eos_4")]
    [InlineData("beam_eos_6")]
    public void Run_ToyModel_GivesTheReferenceSequence(string name)
    {
        using var scope = new TensorScope();
        JsonElement run = Fixture.Run(name);
        JsonElement config = run.GetProperty("config");
        long[] expected = run.GetProperty("sequences")[0].Ids();
        bool ends = run.GetProperty("eos").ValueKind == JsonValueKind.Object;
        var prompt = new Prompt(config.GetProperty("prompt").Ids(), []);
        var options = new GenerationOptions
        {
            MaxNewTokens = config.GetProperty("max_new_tokens").GetInt32(),
            NumBeams = config.TryGetProperty("num_beams", out JsonElement beams) ? beams.GetInt32() : 1,
            StopTokens = ends ? [ToySession.End] : [],
        };
        IDecodingStrategy strategy = options.NumBeams > 1 ? new BeamSearchStrategy(options) : RowwiseStrategy.Greedy();
        IReadOnlyList<Prompt> rows = strategy.RowsOf(prompt);
        using ToySession session = ends
            ? new ToySession(rows, run.GetProperty("eos").GetProperty("eos_base").GetDouble(), run.GetProperty("eos").GetProperty("eos_slope").GetDouble())
            : new ToySession(rows);

        Generation answer = Assert.Single(Generator.Run(strategy, new DecodingState(session, rows, 1, options)));

        Assert.Equal(ends ? FinishReason.Stop : FinishReason.Length, answer.Reason);
        Assert.Equal(expected[prompt.TokenIds.Length..].Where(id => id != ToySession.End), answer.TokenIds);
    }

    [Fact]
    public void Run_BeamsOfSeveralPrompts_EqualEachAlone()
    {
        using var scope = new TensorScope();
        Prompt[] prompts = [new([1, 20, 21, 22, 23, 3], []), new([1, 5, 9], []), new([1, 23, 3], [])];

        long[][] together = Beams(prompts);

        Assert.Equal([.. prompts.Select(prompt => Beams([prompt])[0])], together);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Run_AnswerThatIsAbandoned_EndsAndChangesNoOther(int beams)
    {
        using var scope = new TensorScope();
        Prompt[] prompts = [new([1, 20, 21, 22, 23, 3], []), new([1, 5, 9], [])];
        int steps = 0;
        GenerationOptions whole = new() { MaxNewTokens = 12, NumBeams = beams };

        IReadOnlyList<Generation> Answer(GenerationOptions options) =>
            Run(prompts, beams > 1 ? new BeamSearchStrategy(options) : RowwiseStrategy.Greedy(), options, _ => steps++);

        IReadOnlyList<Generation> undisturbed = Answer(whole);
        IReadOnlyList<Generation> oneLeft = Answer(whole with { IsAbandoned = prompt => prompt == 0 && steps > 15 });
        int before = steps;
        Answer(whole with { IsAbandoned = _ => steps > before + 2 });

        Assert.Equal(undisturbed[1].TokenIds, oneLeft[1].TokenIds);
        Assert.InRange(steps - before, 3, 6);
    }

    [Fact]
    public void Run_OneBeam_IsGreedy()
    {
        using var scope = new TensorScope();
        Prompt[] prompts = [new([1, 20, 21, 22, 23, 3], [])];
        var options = new GenerationOptions { NumBeams = 1, MaxNewTokens = 12 };

        Assert.Equal(Fixture.Run("greedy").GetProperty("sequences")[0].Ids()[6..18], Run(prompts, new BeamSearchStrategy(options), options)[0].TokenIds);
    }

    [Fact]
    public void Run_MoreStopsThanTokensToGoOnWith_StaysWithinEachPrompt()
    {
        using var scope = new TensorScope();
        Prompt[] prompts = [new([1, 20, 3], []), new([1, 5, 9], [])];
        var options = new GenerationOptions { NumBeams = 3, MaxNewTokens = 6, StopTokens = [.. Enumerable.Range(0, ToySession.Vocabulary - 1).Select(id => (long)id)] };

        IReadOnlyList<Generation> answers = Run(prompts, new BeamSearchStrategy(options), options);

        Assert.All(answers, answer => Assert.All(answer.TokenIds, id => Assert.Equal(ToySession.Vocabulary - 1, id)));
    }

    [Fact]
    public void Run_StrategyThatGoesBack_ContinuesFromTheRestoredAnswer()
    {
        using var scope = new TensorScope();
        Prompt[] prompts = [new([1, 20, 21, 22, 23, 3], [])];
        var strategy = new OneRollback();

        Generation answer = Run(prompts, strategy, new GenerationOptions { MaxNewTokens = 12 })[0];

        Assert.True(strategy.WentBack);
        Assert.Equal(Fixture.Run("greedy").GetProperty("sequences")[0].Ids()[6..18], answer.TokenIds);
    }

    private static long[][] Beams(Prompt[] prompts)
    {
        var options = new GenerationOptions { NumBeams = 3, MaxNewTokens = 10 };
        return [.. Run(prompts, new BeamSearchStrategy(options), options).Select(answer => answer.TokenIds)];
    }

    private static IReadOnlyList<Generation> Run(Prompt[] prompts, IDecodingStrategy strategy, GenerationOptions options, Action<DecodingState>? onStep = null)
    {
        Prompt[] rows = [.. prompts.SelectMany(strategy.RowsOf)];
        using var session = new ToySession(rows);
        return Generator.Run(strategy, new DecodingState(session, rows, prompts.Length, options), onStep);
    }

    /// <summary>Greedy, but after eight tokens it looks ahead and goes back to the first four once.</summary>
    private sealed class OneRollback : IDecodingStrategy
    {
        private readonly RowwiseStrategy greedy = RowwiseStrategy.Greedy();

        internal bool WentBack { get; private set; }

        public IReadOnlyList<Prompt> RowsOf(Prompt prompt) => greedy.RowsOf(prompt);

        public StepChoice Choose(Tensor logits, DecodingState state)
        {
            if (state.Steps != 8 || WentBack)
            {
                return greedy.Choose(logits, state);
            }

            WentBack = true;
            state.Session.Peek([0], [ToySession.Vocabulary - 1]);
            return greedy.Choose(state.Restart([.. state.Answers.Select(answer => answer[..4])]), state);
        }

        public IReadOnlyList<Generation> Finish(DecodingState state) => greedy.Finish(state);
    }
}
