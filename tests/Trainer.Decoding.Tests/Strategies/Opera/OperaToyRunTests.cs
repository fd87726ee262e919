using System.Text.Json;
using Trainer.Decoding.Strategies;
using Trainer.Decoding.Strategies.Opera;
using Trainer.Decoding.Tests.Toy;
using Trainer.Torch;

namespace Trainer.Decoding.Tests.Strategies.Opera;

public sealed class OperaToyRunTests : IDisposable
{
    private readonly TensorScope scope = new();

    public static TheoryData<string> Runs => OperaFixture.Names("runs");

    public void Dispose() => scope.Dispose();

    [Theory]
    [MemberData(nameof(Runs))]
    public void Run_GoldenSettings_GoesThroughTheReferenceSteps(string name)
    {
        JsonElement golden = OperaFixture.Case("runs", name);
        Prompt prompt = PromptOf(golden);
        GenerationOptions options = OptionsOf(golden);
        var steps = new List<OperaStep>();

        Generation answer = Assert.Single(Run([prompt], options, golden.GetProperty("eos"), steps.Add));

        Assert.Equal(golden.GetProperty("sequences")[0].Ids()[prompt.TokenIds.Length..].Where(id => id != ToySession.End), answer.TokenIds);
        Assert.Equal(
            golden.GetProperty("loc_per_step").EnumerateArray().Select(step => (step[0].GetInt32(), step[1].GetInt32())),
            steps.Select(step => (step.Length, Modes.Of([.. Trusted(step, options)]))));
        Assert.Equal(
            golden.GetProperty("rollbacks").EnumerateArray().Select(way => (way.GetProperty("n").GetInt32(), way.GetProperty("pos").GetInt32())),
            steps.Where(step => step.Kept is not null).Select(step => (step.Length, step.Kept!.Value)));
        Assert.Equal(golden.GetProperty("max_penalty").GetDouble(), steps.Max(step => step.Candidates.Max(one => one.Penalty)), 1e-3);
        AssertTrace(golden, steps);
    }

    [Fact]
    public void Run_SeveralPromptsThatGoBackAtDifferentSteps_AnswerEachAsAlone()
    {
        JsonElement first = OperaFixture.Case("runs", "opera_rollback_3x3");
        JsonElement second = OperaFixture.Case("runs", "opera_prompt2");
        GenerationOptions options = OptionsOf(first) with { Opera = OptionsOf(first).Opera with { ImageTokens = [20, 21, 22, 9, 10, 11] } };
        Prompt[] prompts = [PromptOf(first), new([1, 5, 9], []), PromptOf(second)];
        var back = new HashSet<(int, int)>();

        IReadOnlyList<Generation> together = Run(prompts, options, default, step => back.UnionWith(step.Kept is null ? [] : [(step.Prompt, step.Length)]));

        Assert.Equal([.. prompts.Select(prompt => Run([prompt], options, default)[0].TokenIds)], together.Select(answer => answer.TokenIds));
        Assert.Equal(first.GetProperty("sequences")[0].Ids()[6..], together[0].TokenIds);
        Assert.Contains(2, back.Select(way => way.Item1));
        Assert.True(back.Select(way => way.Item2).Distinct().Count() > 1);
    }

    [Theory]
    [InlineData(2, 1.0)]
    [InlineData(3, 1.0)]
    [InlineData(3, 1.5)]
    public void Run_NoPenaltyAndEveryTokenACandidate_IsBeamSearch(int beams, double repetitionPenalty)
    {
        Prompt[] prompts = [new([1, 20, 21, 22, 23, 3], []), new([1, 5, 9], [])];
        var options = new GenerationOptions
        {
            NumBeams = beams, MaxNewTokens = 24, StopTokens = [ToySession.End], RepetitionPenalty = repetitionPenalty,
            Opera = new OperaOptions { NumAttnCandidates = ToySession.Vocabulary, PenaltyWeights = 0, Threshold = 1000 },
        };
        var beam = new BeamSearchStrategy(options);
        Prompt[] rows = [.. prompts.SelectMany(beam.RowsOf)];
        using var session = new ToySession(rows, endBase: 3, endSlope: 0.25);
        IReadOnlyList<Generation> expected = Generator.Run(beam, new DecodingState(session, rows, prompts.Length, options));

        JsonElement ends = OperaFixture.Case("runs", "opera_eos_3").GetProperty("eos");
        Assert.Equal(expected.Select(answer => answer.TokenIds), Run(prompts, options, ends).Select(answer => answer.TokenIds));
    }

    [Fact]
    public void Run_FewerCandidatesThanBeams_Answers()
    {
        GenerationOptions options = OptionsOf(OperaFixture.Case("runs", "opera_rollback_3x3"));

        Generation answer = Run([new([1, 20, 21, 22, 23, 3], [])], options with { Opera = options.Opera with { NumAttnCandidates = 1 } }, default)[0];

        Assert.Equal(options.MaxNewTokens, answer.TokenIds.Length);
    }

    [Fact]
    public void Run_EndlessPenalty_StillChoosesCandidates()
    {
        GenerationOptions options = OptionsOf(OperaFixture.Case("runs", "opera_no_rollback_full_trace"));
        var candidates = new List<HashSet<long>>();

        Generation answer = Run(
            [new([1, 20, 21, 22, 23, 3], [])],
            options with { Opera = options.Opera with { ScaleFactor = 1e6 } },
            default,
            step => candidates.Add([.. step.Candidates.Select(one => one.Token)]))[0];

        Assert.All(answer.TokenIds.Zip(candidates), pair => Assert.Contains(pair.First, pair.Second));
    }

    private static void AssertTrace(JsonElement golden, List<OperaStep> steps)
    {
        if (!golden.TryGetProperty("steps", out JsonElement expected))
        {
            return;
        }

        foreach ((JsonElement want, OperaStep got) in expected.EnumerateArray().Zip(steps))
        {
            Assert.Equal(want.GetProperty("candidates").Flat(), got.Candidates.Select(one => (double)one.Token));
            Assert.Equal(want.GetProperty("argmax_col").Flat(), got.Candidates.Select(one => (double)one.Location));
            Assert.Equal(want.GetProperty("penalty").Flat(), got.Candidates.Select(one => one.Penalty), (left, right) => Math.Abs(left - right) <= Math.Max(1e-3 * Math.Abs(left), 6e-8));
        }
    }

    private static IEnumerable<int> Trusted(OperaStep step, GenerationOptions options) =>
        step.Candidates.Chunk(step.Candidates.Count / options.NumBeams).Select(beam => Modes.Of([.. beam.Select(one => one.Location)]));

    private static IReadOnlyList<Generation> Run(Prompt[] prompts, GenerationOptions options, JsonElement ends, Action<OperaStep>? watch = null)
    {
        var strategy = new OperaStrategy(options, watch);
        Prompt[] rows = [.. prompts.SelectMany(strategy.RowsOf)];
        using ToySession session = ends.ValueKind == JsonValueKind.Object
            ? new ToySession(rows, ends.GetProperty("eos_base").GetDouble(), ends.GetProperty("eos_slope").GetDouble(), strategy.Observer)
            : new ToySession(rows, observer: strategy.Observer);
        return Generator.Run(strategy, new DecodingState(session, rows, prompts.Length, options));
    }

    private static Prompt PromptOf(JsonElement golden) => new(golden.GetProperty("config").GetProperty("prompt").Ids(), []);

    private static GenerationOptions OptionsOf(JsonElement golden)
    {
        JsonElement config = golden.GetProperty("config");
        return new GenerationOptions
        {
            MaxNewTokens = config.GetProperty("max_new_tokens").GetInt32(),
            NumBeams = config.GetProperty("num_beams").GetInt32(),
            RepetitionPenalty = config.TryGetProperty("rep", out JsonElement repetition) ? repetition.GetDouble() : 1,
            StopTokens = golden.GetProperty("eos").ValueKind == JsonValueKind.Object ? [ToySession.End] : [],
            Opera = new OperaOptions
            {
                NumAttnCandidates = config.GetProperty("num_attn_candidates").GetInt32(),
                ScaleFactor = config.GetProperty("scale_factor").GetDouble(),
                Threshold = config.GetProperty("threshold").GetDouble(),
                PenaltyWeights = config.GetProperty("penalty_weights").GetDouble(),
                ImageTokens = config.GetProperty("prompt").Ids()[1..4],
            },
        };
    }
}
