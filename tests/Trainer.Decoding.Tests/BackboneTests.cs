using Trainer.Decoding.Strategies;
using Trainer.Decoding.Strategies.Opera;
using Trainer.Modeling;
using Trainer.TestKit.Models;
using Trainer.Torch;

namespace Trainer.Decoding.Tests;

/// <summary>What holds for models of every family: strategies don't ask which one it is.</summary>
public sealed class BackboneTests : IDisposable
{
    private readonly TensorScope scope = new();

    public static IEnumerable<object[]> EveryWay() =>
        from family in (string[])["shikra", "minigpt4", "instructblip"]
        from strategy in (string[])["greedy", "beam", "opera"]
        select new object[] { family, strategy };

    public void Dispose() => scope.Dispose();

    [Theory]
    [MemberData(nameof(EveryWay))]
    public void Generate_BatchAndLeftPadding_AnswerEachPromptAsAlone(string family, string strategy)
    {
        using LlavaModel model = Create(family);
        Prompt[] prompts = PromptsFor(model);

        long[][] together = Answers(model, prompts, strategy);

        Assert.Equal([.. prompts.Select(prompt => Answers(model, [prompt], strategy)[0])], together);
    }

    [Fact]
    public void Generate_PromptWithoutItsInstruction_NamesTheVocabulary()
    {
        using LlavaModel model = Create("instructblip");
        Prompt mute = PromptsFor(model)[0] with { Instructions = [] };

        Assert.Contains("1 pictures and 0 instructions", Assert.Throws<ArgumentException>(() => Answers(model, [mute], "greedy")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("shikra")]
    [InlineData("minigpt4")]
    [InlineData("instructblip")]
    public void Make_WithoutPicture_LeavesNoTraceOfIt(string family)
    {
        using LlavaModel model = Create(family);
        Prompt prompt = PromptsFor(model)[0];

        Prompt blind = new BlindPrompts(model.Config, unknownToken: 0, new RandomRoot(3)).Make(prompt, BlindInput.None);
        Prompt unknown = new BlindPrompts(model.Config, unknownToken: 0, new RandomRoot(3)).Make(prompt, BlindInput.Unk);

        Assert.Equal([1, 5, 7, 9], blind.TokenIds);
        Assert.Equal([1, 5, 0, 7, 9], unknown.TokenIds);
    }

    private static LlavaModel Create(string family) => family switch
    {
        "shikra" => TinyShikra.Create(),
        "minigpt4" => TinyMiniGpt4.Create(),
        _ => TinyInstructBlip.Create(),
    };

    /// <summary>Prompts of different lengths, two of them with pictures.</summary>
    private static Prompt[] PromptsFor(LlavaModel model) => [Pictured(model, 0, [1, 5], 7, 9), new([1, 17, 5], []), Pictured(model, 1, [1, 6, 8, 11], 3)];

    private static Prompt Pictured(LlavaModel model, int picture, long[] before, params long[] after)
    {
        IEnumerable<long> patches = Enumerable.Repeat((long)model.Config.ImageTokenId, model.Config.ImageTokenCount);
        long[] marks = [.. model.Config.PictureTokens.Skip(1)];
        return new Prompt([.. before, .. marks.SkipLast(1), .. patches, .. marks.TakeLast(1), .. after], TinyLlava.Pixels().Select(0, picture).ToArray<float>()) { Instructions = InstructionsFor(model, picture) };
    }

    /// <summary>Of different lengths.</summary>
    private static long[][] InstructionsFor(LlavaModel model, int picture) =>
        model.Config.QFormer is { ReadsInstruction: true } ? [[2, 9, .. Enumerable.Repeat(30L, 3 * picture), 3]] : [];

    private static long[][] Answers(LlavaModel model, Prompt[] prompts, string strategy)
    {
        var options = new GenerationOptions
        {
            MaxNewTokens = 14, NumBeams = 3, Opera = new OperaOptions { NumAttnCandidates = 4, ImageTokens = model.Config.PictureTokens },
        };
        IDecodingStrategy chosen = DecodingStrategies.Create(strategy, options, new RandomStream(1));
        return [.. new Generator(model).Generate(prompts, chosen, options).Select(answer => answer.TokenIds)];
    }
}
