using System.Text.Json;
using Trainer.Decoding.Strategies.Opera;

namespace Trainer.Decoding.Tests.Strategies.Opera;

public sealed class ModesTests
{
    [Fact]
    public void Of_GoldenTies_TakesTheSmallest()
    {
        foreach (JsonElement one in OperaFixture.All("mode_ties"))
        {
            Assert.Equal(one.GetProperty("output").GetInt32(), Modes.Of([.. one.GetProperty("input").Ids().Select(value => (int)value)]));
        }
    }
}
