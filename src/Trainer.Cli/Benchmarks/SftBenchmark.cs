using System.Text.Json.Nodes;
using Trainer.Algorithms.Sft;
using Trainer.Data.Batches;
using Trainer.Modeling;
using Trainer.Modeling.Configuration;
using Trainer.Modeling.Weights;
using Trainer.Torch;
using Trainer.Torch.Optim;

namespace Trainer.Cli.Benchmarks;

/// <summary>A step of supervised fine-tuning beside the same step in Python eager mode: same model, same batch, frozen tower, AdamW.</summary>
internal static class SftBenchmark
{
    private const int Rows = 64;
    private const int Length = 96;
    private const int Steps = 12;

    private static readonly int[] Factors = [1, 2, 4];

    internal static JsonObject Run(string model, string work)
    {
        string batchFile = Path.Combine(work, "sft.safetensors");
        LlavaConfig config = LlavaConfigJson.Read(Path.Combine(model, "config.json"));
        new BenchmarkBatch(config, Rows, Length).Write(batchFile, left: false);
        Measured ours = Measure(model, config, Rows, Length);
        PeerResult peer = EagerPeer.Run("sft", model, batchFile, "--steps", $"{Steps}", "--learning-rate", $"{OptimizerStep.LearningRate}");
        double rate = Timing.MatMulRate();
        double achieved = ours.FlopsPerStep / ours.Median / 1e9;
        return new JsonObject
        {
            ["bench"] = "sft",
            ["ours"] = Math.Round(Rows / ours.Median, 1),
            ["peer"] = Math.Round(Rows / peer.Median, 1),
            ["unit"] = "samples/s",
            ["ratio"] = Math.Round(peer.Median / ours.Median, 3),
            ["equal"] = peer.HasLosses(ours.Losses),
            ["peer_torch"] = peer.Json.GetProperty("torch").GetString(),
            ["peer_threads"] = peer.Json.GetProperty("threads").GetInt32(),
            ["gflops"] = Math.Round(achieved, 1),
            ["matmul_gflops"] = Math.Round(rate, 1),
            ["share_of_matmul_rate"] = Math.Round(achieved / rate, 3),
            ["samples_per_second_by_length"] = Scaled(factor => Measure(model, config, Rows, Length * factor).PerSecond(Rows)),
            ["samples_per_second_by_batch"] = Scaled(factor => Measure(model, config, Rows * factor, Length).PerSecond(Rows * factor)),
        };
    }

    private static JsonObject Scaled(Func<int, double> measure) => new(
        Factors.Select(factor => KeyValuePair.Create($"{factor}x", (JsonNode?)Math.Round(measure(factor), 1))));

    private static Measured Measure(string folder, LlavaConfig config, int rows, int length)
    {
        using LlavaModel model = LlavaCheckpoint.Load(folder, Placement.CpuFloat);
        Parameter[] trained = [.. model.Parameters.Where(parameter => parameter.Group != ParameterGroup.VisionTower)];
        using var flat = new FlatParameters([.. trained.Select(parameter => new TrainableTensor(parameter.Name, parameter.Value))]);
        using var optimizer = new AdamW(flat, new AdamWOptions());
        using var scope = new TensorScope();
        using ConversationBatch batch = new BenchmarkBatch(config, rows, length).ForTraining();
        var objective = new SftObjective(model, ForwardContext.Inference, features: null, logAccuracy: false);
        var losses = new List<double>();
        double[] seconds = Timing.Repeat(Steps, () => losses.Add(OptimizerStep.Run(objective, batch, optimizer)));
        double weights = trained.Sum(parameter => (double)parameter.Value.Count);
        return new Measured(Timing.Median(seconds), losses, 6 * weights * batch.Tokens);
    }

    /// <param name="Median">Seconds of a middling step.</param>
    /// <param name="Losses">Loss of each step.</param>
    /// <param name="FlopsPerStep">Six operations for each trained weight and real token; attention and the tower are not counted.</param>
    private sealed record Measured(double Median, IReadOnlyList<double> Losses, double FlopsPerStep)
    {
        internal double PerSecond(int rows) => rows / Median;
    }
}
