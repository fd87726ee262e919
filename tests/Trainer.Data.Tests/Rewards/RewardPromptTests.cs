using System.Security.Cryptography;
using System.Text;
using Trainer.Data.Rewards;

namespace Trainer.Data.Tests.Rewards;

public sealed class RewardPromptTests
{
    [Fact]
    public void LlavaRlhf_Words_AreTheReleasedOnes()
    {
        Assert.Equal(Hash("fact"), HashOf(RewardPrompts.LlavaRlhf.Text));
        Assert.Equal(Hash("plain"), HashOf(RewardPrompts.LlavaRlhf.Render([])));
        Assert.Equal(Hash("header"), HashOf(RewardPrompts.LlavaRlhf.FactHeader));
    }

    [Fact]
    public void Render_TwoFacts_ListsThemAndLeavesAnEmptyLine() => Assert.Equal(
        " Rate. FACTS:\n  - a cat\n  - a mat\n\n2. It is",
        new RewardPrompt("toy", " Rate. {factual_prompt}\n2. It is") { FactHeader = "FACTS:\n" }.Render(["a cat", "a mat"]));

    [Fact]
    public void Render_EveryPrompt_EndsWhereTheScoreIsRead() =>
        Assert.All(RewardPrompts.All, prompt => Assert.EndsWith(" is", prompt.Render(["a fact"]), StringComparison.Ordinal));

    [Fact]
    public void ByName_Unknown_NamesThoseThatAre() =>
        Assert.Contains("llava_rlhf, brief", Assert.Throws<DataException>(() => RewardPrompts.ByName("other")).Message, StringComparison.Ordinal);

    private static string Hash(string name) => GoldenRewards.Case("hashes").GetProperty(name).GetString()!;

    private static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
