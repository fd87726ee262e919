using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Trainer.Algorithms.Ppo;
using Trainer.Algorithms.Ppo.Rollouts;
using Trainer.Data.Text;

namespace Trainer.Cli.Benchmarks;

/// <summary>
/// A step of reinforcement learning beside a TRL-style one in Python eager mode: sampling, four roles on one base, two passes of clipped
/// losses. Both sides score and learn from the same answers, so that every number can be compared; answers are sampled at equal length.
/// </summary>
internal static class PpoBenchmark
{
    // The compiler takes several steps to settle, and works beside them on the same processors; the peer has none.
    private const int Repetitions = 16;
    private const int PeerRepetitions = 6;
    private const double Tolerance = 1e-4;

    internal static JsonObject Run(string model, string work)
    {
        var world = new PpoWorld(model, work);
        string batch = Path.Combine(work, "ppo.safetensors");
        PpoPeerFile.Write(world, batch);
        using SentencePieceTokenizer tokenizer = SentencePieceTokenizer.Open(model);
        Measured[] ours = [.. Enumerable.Range(0, Repetitions).Select(_ => Measure(world, new EndlessTokenizer(tokenizer)))];
        Measured[] finishing = [.. Enumerable.Range(0, Repetitions).Select(_ => Measure(world, tokenizer))];
        PeerResult peer = EagerPeer.Run("ppo", model, batch, Options(world.Recipe.Ppo));
        double total = Timing.Median(ours.Select(step => step.Seconds));
        Dictionary<string, double> differences = Differences(ours[0], peer.Json);
        return new JsonObject
        {
            ["bench"] = "ppo",
            ["ours"] = Math.Round(total, 4),
            ["peer"] = Math.Round(peer.Median, 4),
            ["unit"] = "s/step",
            ["ratio"] = Math.Round(peer.Median / total, 3),
            ["equal"] = differences.Values.All(difference => difference <= Tolerance),
            ["answers"] = PpoWorld.Answers,
            ["peer_torch"] = peer.Json.GetProperty("torch").GetString(),
            ["peer_threads"] = peer.Json.GetProperty("threads").GetInt32(),
            ["rollout"] = Compare(ours.Select(step => step.Rollout), peer, "rollout"),
            ["scoring"] = Compare(ours.Select(step => step.Scoring), peer, "scoring"),
            ["update"] = Compare(ours.Select(step => step.Update), peer, "update"),
            ["rollout_with_early_finish"] = Compare(finishing.Select(step => step.Rollout), peer, "finishing"),
            ["tokens_with_early_finish"] = new JsonObject { ["ours"] = finishing[0].Tokens, ["peer"] = peer.Json.GetProperty("tokens").GetDouble() },
            ["largest_differences"] = new JsonObject(differences.Select(entry => KeyValuePair.Create(entry.Key, (JsonNode?)entry.Value))),
        };
    }

    private static string[] Options(PpoOptions options)
    {
        (string Name, double Value)[] all =
        [
            ("--steps", PeerRepetitions),
            ("--new-tokens", PpoWorld.NewTokens),
            ("--learning-rate", PpoWorld.LearningRate),
            ("--adapter-scale", PpoWorld.AdapterScale),
            ("--price", options.KlCoef),
            ("--gamma", options.Gamma),
            ("--gae-lambda", options.GaeLambda),
            ("--clip", options.ClipRange),
            ("--clip-value", options.ClipRangeValue),
            ("--value-weight", options.VfCoef),
            ("--missing-end", options.Rewards.MissingEndReward),
            ("--length-weight", options.Rewards.LengthWeight),
        ];
        return [.. all.Select(option => $"{option.Name}={option.Value.ToString(CultureInfo.InvariantCulture)}")];
    }

    private static Measured Measure(PpoWorld world, ITokenizer tokenizer)
    {
        using var step = new PpoStep(world, tokenizer);
        IReadOnlyList<SampledAnswer> sampled = [];
        Rollout? rollout = null;
        double[] losses = [];
        double rolling = Timing.Seconds(() => sampled = step.Roll());
        double scoring = Timing.Seconds(() => rollout = step.Score());
        double updating = Timing.Seconds(() => losses = step.Update(rollout!));
        return new Measured(rolling, scoring, updating)
        {
            Tokens = sampled.Average(answer => answer.Tokens.Length),
            Numbers = Numbers(rollout!, step, losses),
        };
    }

    private static Dictionary<string, double[]> Numbers(Rollout rollout, PpoStep step, double[] losses)
    {
        RolloutAnswer[] answers = [.. rollout.Rows.Select(row => row.Answer)];
        return new()
        {
            ["log_probs"] = Join(answers, answer => answer.LogProbs),
            ["values"] = Join(answers, answer => answer.Values),
            ["advantages"] = Join(answers, answer => answer.Advantages),
            ["returns"] = Join(answers, answer => answer.Returns),
            ["rewards"] = [.. step.Seen!.Rewards.Select(reward => reward.Total)],
            ["losses"] = losses,
            ["weights"] = [.. step.Weights.OrderBy(entry => entry.Key, StringComparer.Ordinal).SelectMany(entry => entry.Value).Select(value => (double)value)],
        };
    }

    private static double[] Join(RolloutAnswer[] answers, Func<RolloutAnswer, float[]> read) => [.. answers.SelectMany(read).Select(value => (double)value)];

    /// <summary>How far the first repetition's numbers are from the peer's.</summary>
    private static Dictionary<string, double> Differences(Measured ours, JsonElement peer) => ours.Numbers.ToDictionary(
        entry => entry.Key,
        entry =>
        {
            double[] theirs = [.. peer.GetProperty(entry.Key).EnumerateArray().Select(value => value.GetDouble())];
            return theirs.Length == entry.Value.Length ? entry.Value.Zip(theirs, (own, other) => Math.Abs(own - other)).Max() : double.MaxValue;
        });

    private static JsonObject Compare(IEnumerable<double> seconds, PeerResult peer, string part)
    {
        (double ours, double theirs) = (Timing.Median(seconds), peer.MedianOf(part));
        return new JsonObject { ["ours"] = Math.Round(ours, 4), ["peer"] = Math.Round(theirs, 4), ["ratio"] = Math.Round(theirs / ours, 3) };
    }

    /// <param name="Rollout">Seconds of sampling.</param>
    /// <param name="Scoring">Seconds of scoring, rewards and advantages.</param>
    /// <param name="Update">Seconds of the optimiser's steps.</param>
    private sealed record Measured(double Rollout, double Scoring, double Update)
    {
        internal double Seconds => Rollout + Scoring + Update;

        /// <summary>Mean length of the answers.</summary>
        internal required double Tokens { get; init; }

        /// <summary>Everything that must equal the peer's, by name.</summary>
        internal required IReadOnlyDictionary<string, double[]> Numbers { get; init; }
    }
}
