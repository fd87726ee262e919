using Trainer.Cli.Distributed;
using Trainer.Torch.Distributed;

namespace Trainer.Cli.Tests.Distributed;

public sealed class TorchrunVariablesTests
{
    private static readonly Membership Member = new(5, 8, 1, "node-0", 29500);

    [Fact]
    public void Read_WhatWasWritten_IsTheSameMember()
    {
        IReadOnlyDictionary<string, string> written = TorchrunVariables.Write(Member, 4);

        Assert.Equal(Member, TorchrunVariables.Read(written.GetValueOrDefault));
        Assert.Equal("4", written["LOCAL_WORLD_SIZE"]);
    }

    [Fact]
    public void Read_NoVariables_IsAlone() => Assert.Equal(Membership.Alone, TorchrunVariables.Read(_ => null));

    [Theory]
    [InlineData("RANK", "8", "from 0 to 7")]
    [InlineData("RANK", "two", "'two'")]
    [InlineData("WORLD_SIZE", "0", "WORLD_SIZE is '0'")]
    [InlineData("MASTER_PORT", "70000", "65535")]
    [InlineData("MASTER_ADDR", null, "MASTER_ADDR is not set")]
    [InlineData("WORLD_SIZE", null, "WORLD_SIZE is not set")]
    public void Read_WrongVariable_NamesItAndTheRemedy(string name, string? value, string expected)
    {
        var variables = new Dictionary<string, string?>(TorchrunVariables.Write(Member, 4).Select(entry => KeyValuePair.Create(entry.Key, (string?)entry.Value))) { [name] = value };

        var error = Assert.Throws<UsageException>(() => TorchrunVariables.Read(variables.GetValueOrDefault));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Contains("trainer launch", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "")]
    [InlineData("1", "")]
    [InlineData("2", "rank 1: ")]
    public void Speaker_AmongSeveral_IsTheRank(string? worldSize, string expected) =>
        Assert.Equal(expected, TorchrunVariables.Speaker(name => name == "WORLD_SIZE" ? worldSize : "1"));
}
