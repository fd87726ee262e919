using System.Diagnostics;
using System.Text.Json.Nodes;
using Trainer.Decoding;
using Trainer.Decoding.Strategies;
using Trainer.Decoding.Strategies.Opera;
using Trainer.Modeling;
using Trainer.Modeling.Weights;
using Trainer.Torch;

namespace Trainer.Cli.Benchmarks;

/// <summary>The time that one step of each strategy takes beside a greedy step, for one prompt; and OPERA beside its released form in Python eager mode.</summary>
internal static class DecodeStrategiesBenchmark
{
    private const int Length = 64;
    private const int NewTokens = 48;
    // Some thirty pass before the compiler has settled all that OPERA runs.
    private const int Repetitions = 150;
    private const int PeerRepetitions = 6;

    // No answer is given up, so that both sides take as many steps.
    private const int Never = 1_000_000;

    internal static JsonObject Run(string folder, string work)
    {
        string batchFile = Path.Combine(work, "decode-strategies.safetensors");
        using LlavaModel model = LlavaCheckpoint.Load(folder, Placement.CpuFloat);
        var batch = new BenchmarkBatch(model.Config, 1, Length);
        batch.Write(batchFile, left: true);
        var prompt = new Prompt(batch.TokenIds[0], batch.PixelsOf(0));
        var options = new GenerationOptions
        {
            MaxNewTokens = NewTokens, Opera = new OperaOptions { Threshold = Never, ImageTokens = [model.Config.ImageTokenId] },
        };
        var figures = new JsonObject { ["bench"] = "decode-strategies", ["unit"] = "times a greedy step", ["new_tokens"] = NewTokens };
        AddRatios(figures, model, prompt, options);
        AddPeer(figures, model, prompt, options, EagerPeer.Run(
            "opera", folder, batchFile, "--steps", $"{PeerRepetitions}", "--new-tokens", $"{NewTokens}", "--beams", $"{options.NumBeams}",
            "--candidates", $"{options.Opera.NumAttnCandidates}", "--scale-factor", $"{options.Opera.ScaleFactor}"));
        return figures;
    }

    /// <summary>Strategies take turns within each repetition, so that what else the machine does meets all of them.</summary>
    private static void AddRatios(JsonObject figures, LlavaModel model, Prompt prompt, GenerationOptions options)
    {
        var blind = new BlindPrompts(model.Config, unknownToken: 0, new RandomRoot(17));
        var plain = new Generator(model);
        (string Name, Generator Generator, string Strategy)[] runs =
        [
            ("greedy", plain, "greedy"),
            ("sample", plain, "sample"),
            ("beam_5", plain, "beam"),
            ("opera", plain, "opera"),
            ("vcd", new Generator(model, blind.Against(BlindInput.Noise)), "greedy"),
            ("vdd_none", new Generator(model, blind.Against(BlindInput.None)), "greedy"),
            ("vdd_both", new Generator(model, blind.Against(BlindInput.Unk, BlindInput.None)), "greedy"),
            ("dola", new Generator(model, layers: new LayerContrast { Layers = LayerContrast.LowerHalf(model.Config.Text.Layers) }), "greedy"),
        ];
        double[][] seconds = [.. Enumerable.Range(0, Repetitions).Select(_ => runs.Select(run => StepSeconds(run.Generator, run.Strategy, prompt, options)).ToArray())];
        figures["greedy_step_us"] = Math.Round(Timing.Median(seconds.Select(row => row[0])) * 1e6, 1);
        double undisturbed = Timing.Undisturbed(seconds.Select(row => row[0]));
        for (int i = 1; i < runs.Length; i++)
        {
            figures[runs[i].Name] = Math.Round(Timing.Median(seconds.Select(row => row[i] / row[0])), 3);
            figures[$"{runs[i].Name}_undisturbed"] = Math.Round(Timing.Undisturbed(seconds.Select(row => row[i])) / undisturbed, 3);
        }
    }

    private static void AddPeer(JsonObject figures, LlavaModel model, Prompt prompt, GenerationOptions options, PeerResult peer)
    {
        long[] answer = [];
        double ours = Timing.Median(Timing.Repeat(Repetitions, () => answer = new Generator(model).Generate([prompt], new OperaStrategy(options), options)[0].TokenIds));
        figures["opera_tokens_per_second"] = Math.Round(NewTokens / ours, 1);
        figures["opera_peer_tokens_per_second"] = Math.Round(NewTokens / peer.Median, 1);
        figures["opera_over_peer"] = Math.Round(peer.Median / ours, 2);
        figures["opera_equal"] = peer.Json.GetProperty("answers").EnumerateArray().Select(id => id.GetInt64()).SequenceEqual(answer);
        figures["peer_torch"] = peer.Json.GetProperty("torch").GetString();
        figures["peer_threads"] = peer.Json.GetProperty("threads").GetInt32();
    }

    /// <summary>Seconds of a step behind the first, which reads the prompt.</summary>
    private static double StepSeconds(Generator generator, string strategy, Prompt prompt, GenerationOptions options)
    {
        using var stream = new RandomStream(17);
        int steps = 0;
        long start = 0;
        generator.Generate([prompt], DecodingStrategies.Create(strategy, options, stream), options, _ => start = steps++ == 0 ? Stopwatch.GetTimestamp() : start);
        return Stopwatch.GetElapsedTime(start).TotalSeconds / (steps - 1);
    }
}
