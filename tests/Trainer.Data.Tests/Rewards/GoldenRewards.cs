using System.Text.Json;

namespace Trainer.Data.Tests.Rewards;

/// <summary>What the released code makes of made-up records, from <c>Fixtures/reward.json</c>.</summary>
internal static class GoldenRewards
{
    private static readonly JsonElement All =
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Rewards", "Fixtures", "reward.json"))).RootElement;

    internal static JsonElement Case(string id) => All.GetProperty(id);
}
