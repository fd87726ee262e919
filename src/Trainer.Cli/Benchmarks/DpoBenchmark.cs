using System.Text.Json.Nodes;
using Trainer.Data.Batches;
using Trainer.Modeling;
using Trainer.Modeling.Adapters;
using Trainer.Modeling.Weights;
using Trainer.Torch;

namespace Trainer.Cli.Benchmarks;

/// <summary>
/// A step of direct preference optimisation under LoRA beside a TRL-style loop in Python eager mode: both answers as rows of one batch,
/// full logits, the reference computed in every step. Each lever is measured alone, with equal losses.
/// </summary>
internal static class DpoBenchmark
{
    private const int Pairs = 32;
    private const int Steps = 12;
    private const int Rank = 8;
    private const int Scale = 2;

    private static readonly int[] MemoryPairs = [8, 16, 32, 64];

    private static readonly (string Name, Lever Lever)[] Levers =
    [
        ("kernels", Lever.None),
        ("shared_prefix", Lever.SharedPrefix),
        ("precomputed_reference", Lever.PrecomputedReference),
        ("shared_prefix_and_precomputed_reference", Lever.SharedPrefix | Lever.PrecomputedReference),
        ("and_cached_image_features", Lever.SharedPrefix | Lever.PrecomputedReference | Lever.CachedFeatures),
    ];

    [Flags]
    private enum Lever
    {
        None = 0,
        SharedPrefix = 1,
        PrecomputedReference = 2,
        CachedFeatures = 4,
    }

    internal static JsonObject Run(string model, string work)
    {
        // Memory comes first, and the smallest batch before the others: what the process once took it keeps.
        JsonObject memory = new(MemoryPairs.Select(pairs => KeyValuePair.Create($"{pairs}", (JsonNode?)Math.Round(PeakGibibytes(model, pairs), 3))));
        string batchFile = Path.Combine(work, "dpo.safetensors");
        WriteBatch(model, batchFile);
        PeerResult peer = EagerPeer.Run(
            "dpo", model, batchFile, "--steps", $"{Steps}", "--learning-rate", $"{OptimizerStep.LearningRate}", "--adapter-scale", $"{Scale}", "--beta", $"{DpoStep.Beta}");
        Dictionary<string, Measured> ours = Levers.ToDictionary(entry => entry.Name, entry => Measure(model, entry.Lever));
        Measured all = ours[Levers[^1].Name];
        return new JsonObject
        {
            ["bench"] = "dpo",
            ["ours"] = Math.Round(Pairs / all.Median, 1),
            ["peer"] = Math.Round(Pairs / peer.Median, 1),
            ["unit"] = "pairs/s",
            ["ratio"] = Math.Round(peer.Median / all.Median, 3),
            ["equal"] = ours.Values.All(measured => peer.HasLosses(measured.Losses)),
            ["peer_torch"] = peer.Json.GetProperty("torch").GetString(),
            ["peer_threads"] = peer.Json.GetProperty("threads").GetInt32(),
            ["pairs_per_second"] = Each(ours, measured => Math.Round(Pairs / measured.Median, 1)),
            ["ratio_by_lever"] = Each(ours, measured => Math.Round(peer.Median / measured.Median, 3)),
            ["precompute_pairs_per_second"] = Math.Round(Pairs / all.PrecomputeSeconds, 1),
            ["peak_memory_gib_by_pairs"] = memory,
        };
    }

    private static void WriteBatch(string folder, string path)
    {
        using LlavaModel model = LlavaCheckpoint.Load(folder, Placement.CpuFloat);
        new PairBenchmarkBatch(model.Config, Pairs).Write(path, AdapterCheckpoint.WeightsOf(AddAdapter(model)));
    }

    private static Measured Measure(string folder, Lever lever)
    {
        using LlavaModel model = LlavaCheckpoint.Load(folder, Placement.CpuFloat);
        using var run = new DpoStep(model, AddAdapter(model), keepsFeatures: lever.HasFlag(Lever.CachedFeatures));
        using PreferenceBatch batch = new PairBenchmarkBatch(model.Config, Pairs).Collate(lever.HasFlag(Lever.SharedPrefix));
        double precompute = 0;
        if (lever.HasFlag(Lever.PrecomputedReference))
        {
            precompute = Timing.Median(Timing.Repeat(5, () => run.PrecomputeReference(batch)));
        }

        var losses = new List<double>();
        double median = Timing.Median(Timing.Repeat(Steps, () => losses.Add(run.Step(batch))));
        return new Measured(median, losses, precompute);
    }

    private static double PeakGibibytes(string folder, int pairs)
    {
        using LlavaModel model = LlavaCheckpoint.Load(folder, Placement.CpuFloat);
        using var run = new DpoStep(model, AddAdapter(model), keepsFeatures: false);
        using PreferenceBatch batch = new PairBenchmarkBatch(model.Config, pairs).Collate(sharePrefix: true);
        ProcessMemory.ResetPeak();
        run.Step(batch);
        return ProcessMemory.PeakGibibytes();
    }

    private static LoraAdapter AddAdapter(LlavaModel model)
    {
        using var stream = new RandomStream(1);
        return model.Adapters.Add(DpoStep.Policy, new LoraOptions { Rank = Rank, Alpha = Rank * Scale }, stream);
    }

    private static JsonObject Each<T>(IReadOnlyDictionary<string, T> entries, Func<T, double> read) =>
        new(entries.Select(entry => KeyValuePair.Create(entry.Key, (JsonNode?)read(entry.Value))));

    /// <param name="Median">Seconds of a middling step.</param>
    /// <param name="Losses">Loss of each step.</param>
    /// <param name="PrecomputeSeconds">Seconds to compute the batch's reference once, where that is done before.</param>
    private sealed record Measured(double Median, IReadOnlyList<double> Losses, double PrecomputeSeconds);
}
