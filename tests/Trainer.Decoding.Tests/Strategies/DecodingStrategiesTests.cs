using Trainer.Decoding.Strategies;
using Trainer.Torch;

namespace Trainer.Decoding.Tests.Strategies;

public sealed class DecodingStrategiesTests
{
    [Fact]
    public void Create_EveryName_MakesAStrategyThatHasRows()
    {
        using var stream = new RandomStream(1);
        var prompt = new Prompt([1], []);

        Assert.All(DecodingStrategies.Names, name => Assert.Contains(prompt, DecodingStrategies.Create(name, new GenerationOptions(), stream).RowsOf(prompt)));
    }

    [Fact]
    public void Create_UnknownName_ListsTheKnown()
    {
        using var stream = new RandomStream(1);

        ArgumentException error = Assert.Throws<ArgumentException>(() => DecodingStrategies.Create("gready", new GenerationOptions(), stream));

        Assert.Contains("no decoding strategy 'gready'. Known: greedy, sample, beam", error.Message, StringComparison.Ordinal);
    }
}
