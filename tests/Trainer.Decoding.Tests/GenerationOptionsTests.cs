using Trainer.Decoding.Strategies.Opera;

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
            Opera = new OperaOptions { NumAttnCandidates = 0, ScaleFactor = 0, Threshold = -1, PenaltyWeights = double.NaN },
        };

        Assert.Equal(
            ["max_new_tokens", "temperature", "top_k", "top_p", "repetition_penalty", "num_beams", "length_penalty",
             "num_attn_candidates", "scale_factor", "threshold", "penalty_weights"],
            options.Problems().Select(problem => problem.Split(' ')[0]));
    }
}
