using System.Text.Json.Nodes;
using Trainer.Modeling;
using Trainer.Modeling.Attention;
using Trainer.Modeling.Weights;
using Trainer.Torch;

namespace Trainer.Cli.Benchmarks;

/// <summary>
/// Loads a checkpoint of LLaVA-1.5 7B's shape (random weights, 14 GB) until all of it is in memory, beside plain reading of its files in the
/// same run, each without what Linux kept of them. Then makes logits of it, and measures the memory that is not the mapped file itself.
/// </summary>
internal static class LoadBenchmark
{
    private const double GiB = 1L << 30;
    private const double Megabyte = 1e6;
    private const int Chunk = 8 << 20;
    private const int Page = 4096;
    private const int Words = 24;

    internal static JsonObject Run(string work)
    {
        string folder = SyntheticFolder.Of(work);
        string[] files = [.. Directory.EnumerateFiles(folder, "*.safetensors").Order(StringComparer.Ordinal)];
        long bytes = files.Sum(file => new FileInfo(file).Length);

        // Twice: a disk behind another machine's memory may be faster when it is asked again, as the loading asks it.
        bool isCold = PageCache.Drop();
        double firstRead = Timing.Seconds(() => Array.ForEach(files, ReadThrough));
        PageCache.Drop();
        double secondRead = Timing.Seconds(() => Array.ForEach(files, ReadThrough));
        PageCache.Drop();
        ProcessMemory.ResetPeak();
        double before = ProcessMemory.PrivateBytes();
        LlavaModel? loaded = null;
        double seconds = Timing.Seconds(() => loaded = LoadWhole(folder));
        using LlavaModel model = loaded!;
        double resident = ProcessMemory.PeakGibibytes() * GiB;
        float[] logits = Logits(model);
        double best = Math.Min(firstRead, secondRead);
        return new JsonObject
        {
            ["bench"] = "load-7b",
            ["ours"] = Math.Round(bytes / seconds / Megabyte),
            ["peer"] = Math.Round(bytes / best / Megabyte),
            ["unit"] = "MB/s; peer: the faster of two readings of the files in order",
            ["ratio"] = Math.Round(best / seconds, 2),
            ["equal"] = Array.TrueForAll(logits, float.IsFinite) && logits.AsSpan().SequenceEqual(Logits(model)),
            ["page_cache"] = isCold ? "dropped before each" : "kept: only root may drop it",
            ["readings_mb_per_second"] = new JsonArray(Math.Round(bytes / firstRead / Megabyte), Math.Round(bytes / secondRead / Megabyte)),
            ["load_seconds"] = Math.Round(seconds, 1),
            ["checkpoint_gib"] = Math.Round(bytes / GiB, 2),
            ["resident_gib"] = Math.Round(resident / GiB, 2),
            ["resident_share"] = Math.Round(resident / bytes, 3),
            ["private_gib_with_logits"] = Math.Round((ProcessMemory.PrivateBytes() - before) / GiB, 2),
        };
    }

    private static void ReadThrough(string path)
    {
        byte[] buffer = new byte[Chunk];
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
        while (stream.Read(buffer) > 0)
        {
        }
    }

    /// <summary>Maps the checkpoint and looks at a byte of every page, on all processors as a first pass would.</summary>
    private static LlavaModel LoadWhole(string folder)
    {
        LlavaModel model = LlavaCheckpoint.Load(folder, new Placement(Device.Cpu, DType.BFloat16));
        Parallel.ForEach(model.Parameters.OrderBy(parameter => parameter.Value.Bytes().Address), parameter => LookAtPages(parameter.Value.Bytes().Span));
        return model;
    }

    private static void LookAtPages(ReadOnlySpan<byte> bytes)
    {
        int sum = 0;
        for (int i = 0; i < bytes.Length; i += Page)
        {
            sum += bytes[i];
        }

        GC.KeepAlive(sum);
    }

    /// <summary>Scores of the token behind a few words.</summary>
    private static float[] Logits(LlavaModel model)
    {
        using var scope = new TensorScope();
        using var mode = GradientMode.Off();
        long[] ids = [model.Config.Text.BosTokenId, .. Enumerable.Range(100, Words).Select(id => (long)id)];
        Tensor hidden = model.Hidden(model.Embed(Tensor.From(ids, 1, ids.Length), null), SequenceWindow.Full, null, ForwardContext.Inference);
        return model.Logits(hidden.Select(1, ids.Length - 1)).ToArray<float>();
    }
}
