using Trainer.Decoding.Strategies;
using Trainer.Decoding.Strategies.Opera;
using Trainer.Modeling;
using Trainer.TestKit.Models;
using Trainer.Torch;

namespace Trainer.Decoding.Tests.Strategies.Opera;

public sealed class OperaModelTests : IDisposable
{
    private static readonly GenerationOptions Options = new()
    {
        MaxNewTokens = 30, NumBeams = 3, Opera = new OperaOptions { NumAttnCandidates = 4, ImageTokens = [TinyLlava.Config.ImageTokenId] },
    };

    private readonly TensorScope scope = new();
    private readonly LlavaModel model = TinyLlava.Create();

    public void Dispose()
    {
        model.Dispose();
        scope.Dispose();
    }

    [Fact]
    public void Generate_BatchAndPadding_AnswerEachPromptAsAlone()
    {
        long[][] together = Answers(Prompts.Some(), Options);

        Assert.Equal([.. Prompts.Some().Select(prompt => Answers([prompt], Options)[0])], together);
    }

    [Theory]
    [InlineData(12)]
    [InlineData(16)]
    [InlineData(24)]
    public void Generate_OnePromptGoesBack_AnswersEachPromptAsAlone(double scale)
    {
        // Between scales where the oldest token is always trusted most and those where the newest is, one in the middle stays on top for a while.
        GenerationOptions restless = Options with { MaxNewTokens = 48, Opera = Options.Opera with { Threshold = 0, ScaleFactor = scale } };
        var back = new List<int>();
        var strategy = new OperaStrategy(restless, step => back.AddRange(step.Kept is null ? [] : [step.Prompt]));

        long[][] together = [.. new Generator(model).Generate(Prompts.Some(), strategy, restless).Select(answer => answer.TokenIds)];

        Assert.Single(back.Distinct());
        Assert.Equal([.. Prompts.Some().Select(prompt => Answers([prompt], restless)[0])], together);
    }

    [Fact]
    public void Generate_NoPenaltyAndEveryTokenACandidate_IsBeamSearch()
    {
        GenerationOptions plain = Options with { Opera = Options.Opera with { PenaltyWeights = 0, Threshold = 1000, NumAttnCandidates = 40 } };

        IEnumerable<long[]> beams = new Generator(model).Generate(Prompts.Some(), new BeamSearchStrategy(plain), plain).Select(answer => answer.TokenIds);

        Assert.Equal(beams, Answers(Prompts.Some(), plain));
    }

    [Fact]
    public void Generate_StrongPenalty_ChangesAnswers() =>
        Assert.NotEqual(Answers(Prompts.Some(), Options), Answers(Prompts.Some(), Options with { Opera = Options.Opera with { PenaltyWeights = 500 } }));

    private long[][] Answers(Prompt[] prompts, GenerationOptions options) =>
        [.. new Generator(model).Generate(prompts, new OperaStrategy(options), options).Select(answer => answer.TokenIds)];
}
