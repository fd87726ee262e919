using Trainer.Decoding.Strategies;
using Trainer.Modeling;
using Trainer.Modeling.Attention;
using Trainer.TestKit.Models;
using Trainer.Torch;

namespace Trainer.Decoding.Tests;

public sealed class GeneratorTests : IDisposable
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
    public void Generate_GoldenPrompt_ContinuesGreedilyAsTheReference()
    {
        Generation answer = Greedy([new Prompt([1, 17, 5, 39, 8, 2], [])], Twelve with { MaxNewTokens = 6 })[0];

        Assert.Equal(Golden.Numbers("llama", "greedy").Select(id => (long)id), answer.TokenIds);
        Assert.Equal(FinishReason.Length, answer.Reason);
    }

    [Fact]
    public void Generate_Greedy_EqualsTheWholeForwardPassAtEachStep()
    {
        Prompt prompt = Prompts.Pictured(0, [1, 5], 7, 9);
        var text = prompt.TokenIds.ToList();

        long[] answer = Greedy([prompt], Twelve)[0].TokenIds;

        Tensor images = model.Project(model.ImageFeatures(TinyLlava.Pixels(1), ForwardContext.Inference), ForwardContext.Inference);
        foreach (long token in answer)
        {
            Tensor embeddings = model.Embed(Tensor.From([.. text], 1, text.Count), images);
            Tensor last = model.Hidden(embeddings, SequenceWindow.Full, null, ForwardContext.Inference).Select(1, text.Count - 1);
            Assert.Equal((long)model.Logits(last).ArgMax(-1).Item(), token);
            text.Add(token);
        }
    }

    [Fact]
    public void Generate_BatchOfDifferentPrompts_AnswersEachAsAlone()
    {
        Prompt[] prompts = Prompts.Some();

        IReadOnlyList<Generation> together = Greedy(prompts, Twelve);

        Assert.Equal([.. prompts.Select(prompt => Greedy([prompt], Twelve)[0].TokenIds)], together.Select(answer => answer.TokenIds));
    }

    [Fact]
    public void Generate_BeamsOfDifferentPrompts_AnswerEachAsAlone()
    {
        Prompt[] prompts = Prompts.Some();
        GenerationOptions options = Twelve with { NumBeams = 3 };

        long[][] together = [.. Beams(prompts, options).Select(answer => answer.TokenIds)];

        Assert.Equal([.. prompts.Select(prompt => Beams([prompt], options)[0].TokenIds)], together);
    }

    [Fact]
    public void Generate_Beams_FindAtLeastAsLikelyAnAnswerAsGreedy()
    {
        Prompt prompt = Prompts.Pictured(0, [1, 5], 7, 9);
        GenerationOptions options = Twelve with { MaxNewTokens = 6, NumBeams = 8 };

        double beam = LogProb(prompt, Beams([prompt], options)[0].TokenIds);
        double greedy = LogProb(prompt, Greedy([prompt], options)[0].TokenIds);

        Assert.True(beam >= greedy - 1e-5, $"The best beam has {beam}, greedy {greedy}.");
    }

    [Fact]
    public void Generate_StopToken_EndsTheAnswerBeforeIt()
    {
        Prompt[] prompts = Prompts.Some();
        long[] free = Greedy(prompts, Twelve)[0].TokenIds;

        Generation answer = Greedy(prompts, Twelve with { StopTokens = [free[3]] })[0];

        Assert.Equal(free.TakeWhile(id => id != free[3]), answer.TokenIds);
        Assert.Equal(FinishReason.Stop, answer.Reason);
    }

    [Fact]
    public void Generate_StopWhen_EndsTheAnswerBehindTheTokenThatMetIt()
    {
        Prompt prompt = Prompts.Pictured(0, [1, 5], 7);
        long[] free = Greedy([prompt], Twelve)[0].TokenIds;

        Generation answer = Greedy([prompt], Twelve with { StopWhen = tokens => tokens.Count == 4 })[0];

        Assert.Equal(free[..4], answer.TokenIds);
        Assert.Equal(FinishReason.Stop, answer.Reason);
    }

    [Fact]
    public void Generate_AllRowsDone_TakesNoFurtherStep()
    {
        int steps = 0;

        new Generator(model).Generate(Prompts.Some(), RowwiseStrategy.Greedy(), Twelve with { StopWhen = tokens => tokens.Count == 2 }, _ => steps++);

        Assert.Equal(2, steps);
    }

    [Fact]
    public void Generate_OnStep_StreamsTheTokensOfTheAnswer()
    {
        var streamed = new List<long>();

        Generation answer = new Generator(model).Generate(Prompts.Some()[..1], RowwiseStrategy.Greedy(), Twelve, state => streamed.Add(state.Answers[0][^1]))[0];

        Assert.Equal(streamed, answer.TokenIds);
    }

    [Fact]
    public void Generate_SampledFromOneSeed_IsRepeatableAndAnotherSeedDiffers()
    {
        Assert.Equal(Sampled(7, Twelve), Sampled(7, Twelve));
        Assert.NotEqual(Sampled(7, Twelve), Sampled(8, Twelve));
    }

    [Theory]
    [InlineData(1, 1.0, 1.0)]
    [InlineData(0, 0.0, 1.0)]
    [InlineData(0, 1.0, 1e-4)]
    public void Generate_SampledFromTheLikeliestTokenAlone_IsGreedy(int topK, double topP, double temperature)
    {
        GenerationOptions options = Twelve with { TopK = topK, TopP = topP, Temperature = temperature };

        Assert.Equal(Greedy(Prompts.Some(), Twelve).Select(answer => answer.TokenIds), Sampled(7, options));
    }

    [Fact]
    public void Generate_StrongRepetitionPenalty_NeverRepeatsAToken()
    {
        IReadOnlyList<Generation> answers = Greedy(Prompts.Some(), Twelve with { RepetitionPenalty = 1e6 });

        Assert.All(answers, answer => Assert.Equal(answer.TokenIds.Distinct(), answer.TokenIds));
    }

    [Fact]
    public void Generate_PictureAloneWithRepetitionPenalty_Answers()
    {
        Prompt picture = Prompts.Some().First(prompt => prompt.Pixels.Length > 0);
        Prompt alone = picture with { TokenIds = [.. picture.TokenIds.Where(id => id == TinyLlava.Config.ImageTokenId)] };

        IReadOnlyList<Generation> answers = Greedy([alone, picture], Twelve with { RepetitionPenalty = 1e6 });

        Assert.All(answers, answer => Assert.Equal(12, answer.TokenIds.Distinct().Count()));
    }

    [Fact]
    public void Generate_TwoHundredTimes_HoldsNoMoreTensors()
    {
        Prompt[] prompts = Prompts.Some();
        GenerationOptions options = Twelve with { MaxNewTokens = 3, NumBeams = 2 };
        long before = TensorScope.LiveTensors;

        for (int i = 0; i < 100; i++)
        {
            Greedy(prompts, options);
            Beams(prompts, options);
        }

        Assert.Equal(before, TensorScope.LiveTensors);
    }

    [Fact]
    public void Generate_NoPrompts_GivesNoAnswers() => Assert.Empty(Greedy([], Twelve));

    [Fact]
    public void Generate_UnusablePromptsAndOptions_ListsAllProblems()
    {
        Prompt[] prompts = [new([], []), new([1, TinyLlava.Config.ImageTokenId], []), new([1, 40], []), new([.. new long[60]], [])];

        ArgumentException error = Assert.Throws<ArgumentException>(() => Greedy(prompts, Twelve with { TopK = -1 }));

        Assert.Contains("top_k must be 0 or greater, but is -1.", error.Message, StringComparison.Ordinal);
        Assert.Contains("Prompt 0 of 4 has no tokens.", error.Message, StringComparison.Ordinal);
        Assert.Contains("Prompt 1 of 4 has 1 image tokens and 0 pixel values; each picture takes 9 tokens", error.Message, StringComparison.Ordinal);
        Assert.Contains("Prompt 2 of 4 has the token id 40, which is outside the vocabulary of 40", error.Message, StringComparison.Ordinal);
        Assert.Contains("Prompt 3 of 4 has 60 tokens, which with max_new_tokens 12 exceed the model's 64 positions", error.Message, StringComparison.Ordinal);
    }

    private IReadOnlyList<Generation> Greedy(Prompt[] prompts, GenerationOptions options) =>
        new Generator(model).Generate(prompts, RowwiseStrategy.Greedy(), options);

    private IReadOnlyList<Generation> Beams(Prompt[] prompts, GenerationOptions options) =>
        new Generator(model).Generate(prompts, new BeamSearchStrategy(options), options);

    private IEnumerable<long[]> Sampled(ulong seed, GenerationOptions options)
    {
        using var stream = new RandomStream(seed);
        return [.. new Generator(model).Generate(Prompts.Some(), RowwiseStrategy.Sampling(stream), options).Select(answer => answer.TokenIds)];
    }

    private double LogProb(Prompt prompt, long[] answer)
    {
        long[] text = [.. prompt.TokenIds, .. answer];
        Tensor images = model.Project(model.ImageFeatures(TinyLlava.Pixels(1), ForwardContext.Inference), ForwardContext.Inference);
        Tensor hidden = model.Hidden(model.Embed(Tensor.From(text, 1, text.Length), images), SequenceWindow.Full, null, ForwardContext.Inference);
        Tensor rows = hidden.Select(0, 0).Narrow(0, prompt.TokenIds.Length - 1, answer.Length);
        return Functional.TokenLogProbs(model.Logits(rows), Tensor.From(answer)).Sum().Item();
    }
}
