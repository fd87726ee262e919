namespace Trainer.Decoding.Tests;

public sealed class GenerationOptionsTests
{
    [Fact]
    public void Problems_Defaults_None() => Assert.Empty(new GenerationOptions().Problems());

    [Fact]
    public void Problems_EverythingWrong_ListsEach()
    {
        var options = new GenerationOptions
        {
            MaxNewTokens = 0, Temperature = 0, TopK = -1, TopP = 1.5, RepetitionPenalty = 0, NumBeams = 0, LengthPenalty = double.NaN,
        };

        Assert.Equal(
            ["max_new_tokens", "temperature", "top_k", "top_p", "repetition_penalty", "num_beams", "length_penalty"],
            options.Problems().Select(problem => problem.Split(' ')[0]));
    }
}
