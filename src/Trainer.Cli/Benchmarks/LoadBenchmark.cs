using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Trainer.Modeling;
using Trainer.Modeling.Attention;
using Trainer.Modeling.Configuration;
using Trainer.Modeling.Weights;
using Trainer.Torch;

namespace Trainer.Cli.Benchmarks;

/// <summary>
/// Loads a checkpoint of LLaVA-1.5 7B's shape (random weights, 14 GB) and makes logits of it. Measures the memory that is
/// not the mapped file itself: a loader that copies would need the checkpoint's size once more.
/// </summary>
internal static class LoadBenchmark
{
    private const double GiB = 1L << 30;
    private const int Words = 24;

    internal static JsonObject Run(string work)
    {
        string folder = Path.Combine(work, "llava-7b");
        if (!File.Exists(Path.Combine(folder, "config.json")))
        {
            SyntheticCheckpoint.Write(folder, SyntheticCheckpoint.Llava7B, DType.BFloat16, seed: 17);
        }

        long bytes = Directory.EnumerateFiles(folder, "*.safetensors").Sum(file => new FileInfo(file).Length);
        double before = PrivateBytes();
        long start = Stopwatch.GetTimestamp();
        using LlavaModel model = LlavaCheckpoint.Load(folder, new Placement(Device.Cpu, DType.BFloat16));
        double loaded = Stopwatch.GetElapsedTime(start).TotalSeconds;
        double afterLoad = PrivateBytes();
        float[] first = Logits(model);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        double peak = Math.Max(PrivateBytes(), afterLoad) - before;
        return new JsonObject
        {
            ["bench"] = "load-7b",
            ["ours"] = Math.Round(peak / GiB, 2),
            ["peer"] = Math.Round(bytes / GiB, 2),
            ["unit"] = "GiB of private memory; peer: a loader that copies the checkpoint once",
            ["ratio"] = Math.Round(bytes / Math.Max(peak, 1), 1),
            ["equal"] = Array.TrueForAll(first, float.IsFinite) && first.AsSpan().SequenceEqual(Logits(model)),
            ["load_seconds"] = Math.Round(loaded, 2),
            ["first_logits_seconds"] = Math.Round(seconds, 1),
            ["private_gib_after_load"] = Math.Round((afterLoad - before) / GiB, 2),
            ["logits"] = first.Length,
        };
    }

    /// <summary>Scores of the token behind one picture and a few words.</summary>
    private static float[] Logits(LlavaModel model)
    {
        LlavaConfig config = model.Config;
        using var scope = new TensorScope();
        using var mode = GradientMode.Off();
        using var stream = new RandomStream(3);
        int size = config.Vision.ImageSize;
        Tensor pixels = Tensor.Normal(Placement.CpuFloat, stream, 1, 3, size, size);
        long[] ids = [config.Text.BosTokenId, .. Enumerable.Repeat((long)config.ImageTokenId, config.ImageTokenCount), .. Enumerable.Range(100, Words).Select(id => (long)id)];
        Tensor images = model.Project(model.ImageFeatures(pixels, ForwardContext.Inference), ForwardContext.Inference);
        Tensor hidden = model.Hidden(model.Embed(Tensor.From(ids, 1, ids.Length), images), SequenceWindow.Full, null, ForwardContext.Inference);
        return model.Logits(hidden.Select(1, ids.Length - 1)).ToArray<float>();
    }

    /// <summary>Memory of this process that no file stands behind, from Linux's own accounting.</summary>
    private static double PrivateBytes()
    {
        string line = File.ReadLines("/proc/self/status").First(text => text.StartsWith("RssAnon:", StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
    }
}
