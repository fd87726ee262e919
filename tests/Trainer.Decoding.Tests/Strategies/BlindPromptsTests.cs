using Trainer.Decoding.Strategies;
using Trainer.Modeling;
using Trainer.Modeling.Attention;
using Trainer.Modeling.Vision;
using Trainer.TestKit.Models;
using Trainer.Torch;

namespace Trainer.Decoding.Tests.Strategies;

public sealed class BlindPromptsTests : IDisposable
{
    private const long Unknown = 0;
    private static readonly GenerationOptions Twelve = new() { MaxNewTokens = 12 };

    private readonly TensorScope scope = new();
    private readonly LlavaModel model = TinyLlava.Create();
    private readonly BlindPrompts blind = new(TinyLlava.Config, Unknown, new RandomRoot(5));

    public static TheoryData<BlindInput[]> Methods =>
        [new BlindInput[] { BlindInput.None }, new BlindInput[] { BlindInput.Unk }, new BlindInput[] { BlindInput.Unk, BlindInput.None }, new BlindInput[] { BlindInput.Noise }];

    public void Dispose()
    {
        model.Dispose();
        scope.Dispose();
    }

    [Fact]
    public void Make_None_LeavesTheWords() => AssertSame([1, 5, 7, 9], [], blind.Make(Prompts.Pictured(0, [1, 5], 7, 9), BlindInput.None));

    [Fact]
    public void Make_Unknown_PutsOneTokenForEachPicture()
    {
        Prompt one = Prompts.Pictured(0, [1, 5], 7, 9);
        var two = new Prompt([.. one.TokenIds, .. Prompts.Pictured(1, [6]).TokenIds], [.. one.Pixels, .. one.Pixels]);

        AssertSame([1, 5, Unknown, 7, 9], [], blind.Make(one, BlindInput.Unk));
        AssertSame([1, 5, Unknown, 7, 9, 6, Unknown], [], blind.Make(two, BlindInput.Unk));
    }

    [Fact]
    public void Make_ZeroAndOne_FillTheNormalisedPicture()
    {
        Prompt prompt = Prompts.Pictured(0, [1], 7);

        AssertSame(prompt.TokenIds, new float[prompt.Pixels.Length], blind.Make(prompt, BlindInput.Zero));
        Assert.All(blind.Make(prompt, BlindInput.One).Pixels, value => Assert.Equal(1, value));
    }

    [Fact]
    public void Make_NoPicture_ChangesNothing()
    {
        Prompt words = Prompts.Some()[1];

        Assert.All(Enum.GetValues<BlindInput>(), input => Assert.Same(words, blind.Make(words, input)));
    }

    [Fact]
    public void Make_Noise_DependsOnSeedAndPromptAlone()
    {
        Prompt prompt = Prompts.Pictured(0, [1], 7);
        Prompt other = Prompts.Pictured(0, [1], 8);
        float[] noised = blind.Make(prompt, BlindInput.Noise).Pixels;

        blind.Make(other, BlindInput.Noise);

        Assert.Equal(noised, blind.Make(Prompts.Pictured(0, [1], 7), BlindInput.Noise).Pixels);
        Assert.NotEqual(noised, blind.Make(other, BlindInput.Noise).Pixels);
        Assert.NotEqual(noised, new BlindPrompts(TinyLlava.Config, Unknown, new RandomRoot(6)).Make(prompt, BlindInput.Noise).Pixels);
    }

    [Fact]
    public void Apply_GoldenSteps_NoisesAsTheReference()
    {
        var noise = new DiffusionNoise();
        Tensor pixels = Tensor.From(Fixture.At("noise", "x0").Numbers());
        Tensor gaussian = Tensor.From(Fixture.At("noise", "gaussian").Numbers());

        Assert.All(Fixture.At("noise", "cases").EnumerateArray(), one =>
        {
            int step = one.GetProperty("step").GetInt32();
            Assert.Equal(one.GetProperty("sqrt_alpha_bar").GetDouble(), Math.Sqrt(noise.SignalShare(step)), 1e-4);
            Near.Equal(one.GetProperty("noisy").Numbers(), noise.Apply(pixels, step, gaussian), 2e-4);
        });
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Generate_BatchAndPadding_AnswerEachPromptAsAlone(BlindInput[] inputs)
    {
        Contrast contrast = blind.Against(inputs);

        long[][] together = Greedy(Prompts.Some(), contrast);

        Assert.Equal([.. Prompts.Some().Select(prompt => Greedy([prompt], contrast)[0])], together);
        Assert.NotEqual(Plain(Prompts.Some()), together);
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Generate_NoWeight_IsGreedy(BlindInput[] inputs) =>
        Assert.Equal(Plain(Prompts.Some()), Greedy(Prompts.Some(), blind.Against(inputs) with { Alpha = 0 }));

    [Fact]
    public void Generate_BothInputs_AverageTheirScores()
    {
        Prompt prompt = Prompts.Some()[0];
        Contrast both = blind.Against(BlindInput.Unk, BlindInput.None) with { Alpha = 2, Beta = 0 };

        long first = Greedy([prompt], both)[0][0];

        Tensor others = (First(blind.Make(prompt, BlindInput.Unk)) + First(blind.Make(prompt, BlindInput.None))) * 0.5;
        Assert.Equal((long)((First(prompt) * 3) - (others * 2)).ArgMax(-1).Item(), first);
    }

    [Fact]
    public void Generate_Beams_AnswerEachPromptAsAlone()
    {
        Contrast contrast = blind.Against(BlindInput.Noise);

        long[][] together = Beams(Prompts.Some(), contrast);

        Assert.Equal([.. Prompts.Some().Select(prompt => Beams([prompt], contrast)[0])], together);
    }

    [Fact]
    public void Generate_PictureAloneAgainstNothing_SaysThatNothingIsLeft()
    {
        Prompt picture = Prompts.Pictured(0, []);

        ArgumentException error = Assert.Throws<ArgumentException>(() => Greedy([picture], blind.Against(BlindInput.None)));

        Assert.Contains("Contrasted row 1 of 2 has no tokens.", error.Message, StringComparison.Ordinal);
    }

    private long[][] Greedy(Prompt[] prompts, Contrast contrast) =>
        [.. new Generator(model, contrast).Generate(prompts, RowwiseStrategy.Greedy(), Twelve).Select(answer => answer.TokenIds)];

    private long[][] Beams(Prompt[] prompts, Contrast contrast)
    {
        GenerationOptions options = Twelve with { NumBeams = 3 };
        return [.. new Generator(model, contrast).Generate(prompts, new BeamSearchStrategy(options), options).Select(answer => answer.TokenIds)];
    }

    private long[][] Plain(Prompt[] prompts) =>
        [.. new Generator(model).Generate(prompts, RowwiseStrategy.Greedy(), Twelve).Select(answer => answer.TokenIds)];

    private Tensor First(Prompt prompt)
    {
        Tensor? images = prompt.Pixels.Length == 0
            ? null
            : model.Project(model.ImageFeatures(Tensor.From(prompt.Pixels, 1, 3, 12, 12), ForwardContext.Inference), ForwardContext.Inference);
        int length = prompt.TokenIds.Length;
        Tensor embeddings = model.Embed(Tensor.From(prompt.TokenIds, 1, length), images);
        return model.Logits(model.Hidden(embeddings, SequenceWindow.Full, null, ForwardContext.Inference).Select(1, length - 1));
    }

    private static void AssertSame(long[] ids, float[] pixels, Prompt actual)
    {
        Assert.Equal(ids, actual.TokenIds);
        Assert.Equal(pixels, actual.Pixels);
    }
}
