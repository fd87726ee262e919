using System.Text.Json.Nodes;
using Trainer.Decoding;
using Trainer.Decoding.Strategies;
using Trainer.Modeling;
using Trainer.Modeling.Weights;
using Trainer.Torch;

namespace Trainer.Cli.Benchmarks;

/// <summary>Batched greedy decoding with a cache beside the same in Python eager mode.</summary>
internal static class DecodeBenchmark
{
    private const int Rows = 32;
    private const int Length = 64;
    private const int NewTokens = 48;
    // The compiler takes some answers to settle, and works beside them on the same processors; the peer has none.
    private const int Repetitions = 40;
    private const int PeerRepetitions = 8;

    internal static JsonObject Run(string folder, string work)
    {
        string batchFile = Path.Combine(work, "decode.safetensors");
        using LlavaModel model = LlavaCheckpoint.Load(folder, Placement.CpuFloat);
        var batch = new BenchmarkBatch(model.Config, Rows, Length);
        batch.Write(batchFile, left: true);
        IReadOnlyList<Generation> answers = [];
        double ours = Timing.Median(Timing.Repeat(Repetitions, () => answers = Decode(model, batch)));
        PeerResult peer = EagerPeer.Run("decode", folder, batchFile, "--steps", $"{PeerRepetitions}", "--new-tokens", $"{NewTokens}");
        long[][] peerAnswers = [.. peer.Json.GetProperty("answers").EnumerateArray().Select(row => row.EnumerateArray().Select(id => id.GetInt64()).ToArray())];
        return new JsonObject
        {
            ["bench"] = "decode",
            ["ours"] = Math.Round(Rows * NewTokens / ours, 1),
            ["peer"] = Math.Round(Rows * NewTokens / peer.Median, 1),
            ["unit"] = "tokens/s",
            ["ratio"] = Math.Round(peer.Median / ours, 3),
            ["equal"] = answers.Zip(peerAnswers).All(pair => pair.First.TokenIds.AsSpan().SequenceEqual(pair.Second)),
            ["rows"] = Rows,
            ["new_tokens"] = NewTokens,
            ["peer_torch"] = peer.Json.GetProperty("torch").GetString(),
            ["peer_threads"] = peer.Json.GetProperty("threads").GetInt32(),
        };
    }

    private static IReadOnlyList<Generation> Decode(LlavaModel model, BenchmarkBatch batch)
    {
        Prompt[] prompts = [.. batch.TokenIds.Select((ids, row) => new Prompt(ids, batch.PixelsOf(row)))];
        return new Generator(model).Generate(prompts, RowwiseStrategy.Greedy(), new GenerationOptions { MaxNewTokens = NewTokens });
    }
}
