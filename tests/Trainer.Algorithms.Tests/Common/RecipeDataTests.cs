using System.Text.Json.Nodes;
using Trainer.Training.Metrics;

namespace Trainer.Algorithms.Tests.Common;

public sealed class RecipeDataTests
{
    [Fact]
    public void HeldOut_SameFilesInAnotherFolder_AreTheSameRecords() => Assert.Equal(HeldOutLoss(), HeldOutLoss());

    private static double HeldOutLoss()
    {
        using var world = new TinyWorld();
        TinyWorld.Train(world.Recipe("run", "lora_r: 4", "max_steps: 1, eval_steps: 1"), "data.val_size=2");
        JsonNode[] lines = [.. File.ReadLines(world.PathOf("run/metrics.jsonl")).Select(line => JsonNode.Parse(line)!)];
        return Assert.Single(lines, line => line[MetricNames.EvaluationPrefix + MetricNames.Loss] is not null)[MetricNames.EvaluationPrefix + MetricNames.Loss]!.GetValue<double>();
    }
}
