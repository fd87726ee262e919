using System.Text.Json;
using Trainer.Decoding.Strategies;
using Trainer.Decoding.Tests.Toy;
using Trainer.TestKit.Models;
using Trainer.Torch;

namespace Trainer.Decoding.Tests.Strategies;

public sealed class ContrastTests : IDisposable
{
    private static readonly JsonElement[] Cases =
        [.. JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Fixtures", "contrast.json")))
            .RootElement.GetProperty("cases").EnumerateArray()];

    private readonly TensorScope scope = new();

    public static TheoryData<string> Steps =>
        [.. Cases.Where(one => one.GetProperty("op").GetString() == "contrastive_decode_step").Select(one => one.GetProperty("name").GetString()!)];

    public static TheoryData<string> LogitCases => [.. Fixture.At("contrast").EnumerateArray().Select(one => one.GetProperty("name").GetString()!)];

    public void Dispose() => scope.Dispose();

    [Theory]
    [MemberData(nameof(Steps))]
    public void Combine_GoldenStep_AgreesWithTheReference(string name)
    {
        JsonElement inputs = Case(name).GetProperty("inputs");
        JsonElement outputs = Case(name).GetProperty("outputs");
        var contrast = new Contrast
        {
            Branches = _ => [],
            Alpha = inputs.GetProperty("alpha").GetDouble(),
            Beta = inputs.GetProperty("beta").GetDouble(),
        };

        Tensor combined = contrast.Combine(Row(inputs, "logits_clean"), Row(inputs, "logits_noisy"));
        Tensor probabilities = LogitWarpers.Warp(combined, Options(inputs)).Softmax(-1);

        Assert.Equal(outputs.GetProperty("contrast_logits").Numbers(), combined.ToArray<double>(), (left, right) => left == right || Math.Abs(left - right) < 1e-9);
        Near.Equal(outputs.GetProperty("probs_after_temperature").Numbers(), probabilities, 1e-9);
    }

    [Theory]
    [MemberData(nameof(LogitCases))]
    public void Combine_GoldenLogits_AgreesWithTheReference(string name)
    {
        JsonElement golden = Fixture.At("contrast").EnumerateArray().Single(one => one.GetProperty("name").GetString() == name);
        JsonElement input = golden.GetProperty("input");
        JsonElement output = golden.GetProperty("output");
        var contrast = new Contrast { Branches = _ => [], Alpha = Number(input, "alpha", 0.5), Beta = Number(input, "beta", 0.1) };

        Tensor combined = contrast.Combine(Row(input, "logits"), Others(input));

        Assert.Equal(output.GetProperty("adjusted").Numbers(), combined.ToArray<double>(), (left, right) => left == right || Math.Abs(left - right) < 1e-6);
        var options = new GenerationOptions { Temperature = Number(input, "T", 1) };
        Near.Equal(output.GetProperty("probs").Numbers(), LogitWarpers.Warp(combined, options).Softmax(-1), 1e-6);
    }

    [Fact]
    public void Warp_GoldenAnswer_ScoresItAsTheReference()
    {
        JsonElement golden = Case("bootstrap_generation_score");
        JsonElement inputs = golden.GetProperty("inputs");
        double[] logits = [.. inputs.GetProperty("raw_logits").EnumerateArray().SelectMany(row => row.Numbers())];
        long[] tokens = inputs.GetProperty("tokens").Ids();

        Tensor logProbs = LogitWarpers.Warp(Tensor.From(logits, tokens.Length, logits.Length / tokens.Length), Options(inputs)).LogSoftmax(-1);

        double score = logProbs.Gather(1, Tensor.From(tokens, tokens.Length, 1)).Sum().Item();
        Assert.Equal(golden.GetProperty("outputs").GetProperty("score").GetDouble(), score, 1e-9);
    }

    [Fact]
    public void Run_BranchEqualToThePrompt_AnswersAsWithout()
    {
        Prompt[] prompts = [new([1, 5, 7], []), new([1, 9, 4], [])];

        long[][] contrasted = Answers(prompts, Against(prompt => prompt));

        Assert.Equal([.. prompts.Select(prompt => Plain(prompt))], contrasted);
    }

    [Fact]
    public void Run_OtherBranch_ChangesAnswersAndKeepsRowsApart()
    {
        Prompt[] prompts = [new([1, 5, 7], []), new([1, 9, 4], [])];
        Contrast contrast = Against(_ => new Prompt([1, 8, 3], []));

        long[][] together = Answers(prompts, contrast);

        Assert.NotEqual([.. prompts.Select(prompt => Plain(prompt))], together);
        Assert.Equal([.. prompts.Select(prompt => Answers([prompt], contrast)[0])], together);
    }

    [Fact]
    public void Run_FirstTokenOnly_GoesOnFromThatTokenAsWithout()
    {
        Prompt prompt = new([1, 5, 7], []);
        Contrast contrast = Against(_ => new Prompt([1, 8, 3], [])) with { FirstTokenOnly = true };

        long[] answer = Answers([prompt], contrast)[0];

        Assert.NotEqual(Plain(prompt)[0], answer[0]);
        Assert.Equal(Plain(new Prompt([.. prompt.TokenIds, answer[0]], []))[..4], answer[1..5]);
    }

    [Fact]
    public void Advance_BehindAPeek_AgreesWithRestart()
    {
        Prompt prompt = new([1, 5, 7], []);
        using ContrastSession session = Session([prompt], Against(_ => new Prompt([1, 8, 3], [])));
        session.Begin();

        session.Peek([0, 0], [6, 9]);

        Assert.True(session.Advance([6]).SameAs(session.Restart([[6]])));
    }

    private static Contrast Against(Func<Prompt, Prompt> branch) => new() { Branches = prompt => [branch(prompt)], Alpha = 2, Beta = 0 };

    private static long[][] Answers(Prompt[] prompts, Contrast contrast)
    {
        using ContrastSession session = Session(prompts, contrast);
        var state = new DecodingState(session, prompts, prompts.Length, new GenerationOptions { MaxNewTokens = 6 });
        return [.. Generator.Run(RowwiseStrategy.Greedy(), state).Select(answer => answer.TokenIds)];
    }

    private static ContrastSession Session(Prompt[] prompts, Contrast contrast) =>
        new(new ToySession(ContrastSession.RowsOf(prompts, contrast)), contrast, branches: 1);

    private static long[] Plain(Prompt prompt)
    {
        using var session = new ToySession([prompt]);
        var state = new DecodingState(session, [prompt], 1, new GenerationOptions { MaxNewTokens = 6 });
        return Generator.Run(RowwiseStrategy.Greedy(), state)[0].TokenIds;
    }

    private static GenerationOptions Options(JsonElement inputs) => new()
    {
        Temperature = inputs.GetProperty("temperature").GetDouble(),
        TopK = inputs.TryGetProperty("top_k", out JsonElement topK) ? topK.GetInt32() : 0,
    };

    private static Tensor Row(JsonElement inputs, string name)
    {
        double[] values = inputs.GetProperty(name).Numbers();
        return Tensor.From(values, 1, values.Length);
    }

    private static Tensor Others(JsonElement input) => input.TryGetProperty("reference_logits", out _)
        ? Row(input, "reference_logits")
        : (Row(input, "reference_unk") + Row(input, "reference_none")) * 0.5;

    private static double Number(JsonElement input, string name, double otherwise) => input.TryGetProperty(name, out JsonElement value) ? value.GetDouble() : otherwise;

    private static JsonElement Case(string name) => Cases.Single(one => one.GetProperty("name").GetString() == name);
}
