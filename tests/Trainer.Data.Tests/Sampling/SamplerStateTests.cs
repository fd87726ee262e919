using Trainer.Data.Sampling;

namespace Trainer.Data.Tests.Sampling;

public sealed class SamplerStateTests
{
    [Fact]
    public void Next_LastBatch_BeginsTheNextEpoch()
    {
        Assert.Equal(new SamplerState(0, 1, 2), new SamplerState(0, 0, 2).Next());
        Assert.Equal(new SamplerState(1, 0, 2), new SamplerState(0, 1, 2).Next());
    }

    [Fact]
    public void Parse_WrittenState_IsEqual() => Assert.Equal(new SamplerState(3, 5, 8), SamplerState.Parse(new SamplerState(3, 5, 8).ToString()));

    [Theory]
    [InlineData("")]
    [InlineData("1/2")]
    [InlineData("1/2/2")]
    [InlineData("-1/0/2")]
    [InlineData("a/0/2")]
    public void Parse_OtherText_Throws(string text) => Assert.Throws<DataException>(() => SamplerState.Parse(text));
}
