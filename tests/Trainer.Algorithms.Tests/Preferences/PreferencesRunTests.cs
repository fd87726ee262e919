using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Trainer.Data;
using Trainer.Data.Preferences;
using Trainer.Data.Readers;
using Trainer.Data.Records;
using Trainer.Torch;
using Trainer.Training;

namespace Trainer.Algorithms.Tests.Preferences;

public sealed class PreferencesRunTests : IDisposable
{
    private const string Usual = "max_new_tokens: 6, temperature: [1.5]";
    private readonly TinyWorld world = new();

    public void Dispose() => world.Dispose();

    [Theory]
    [InlineData(Usual, 1)]
    [InlineData("max_new_tokens: 6, temperature: [0.7, 1.5], pairs_per_prompt: 3", 3)]
    [InlineData("max_new_tokens: 6, temperature: [1.5], top_k: 5, top_p: 0.9", 1)]
    public void Run_EachSetting_AccountsForEveryPair(string settings, int pairsEach)
    {
        Assert.Equal(new TrainingResult(24 * pairsEach, 0), Run(Recipe("run", settings)));

        JsonNode manifest = JsonNode.Parse(Read("run/manifest.json"))!;
        int pairs = manifest["pairs"]!.GetValue<int>();
        Assert.Equal(12 * pairsEach, pairs + manifest["dropped"]!.AsObject().Sum(reason => reason.Value!.GetValue<int>()));
        Assert.True(pairs > 0);
        Assert.Equal(pairs, Pairs("run").Length);
        Assert.Equal(pairs, Pairs("run").Select(pair => pair.Id).Distinct().Count());
        Assert.All(Pairs("run"), pair => Assert.Null(pair.Problem));
        Assert.Equal(world.PathOf("."), PairSet.ImageDirOf(world.PathOf("run")) + "/.");
    }

    [Fact]
    public void Run_GreedyEnoughToRepeatItself_DropsEqualAnswersAndCountsThem()
    {
        Run(Recipe("run", "max_new_tokens: 6, temperature: [0.0001]"));

        JsonNode dropped = JsonNode.Parse(Read("run/manifest.json"))!["dropped"]!;
        Assert.Equal(12, dropped["identical_answers"]!.GetValue<int>());
        Assert.Equal("[]", Read("run/unlabelled.json"));
    }

    [Fact]
    public void Run_SeveralTurns_KeepsTheContextAndTheReference()
    {
        string turns = """{"from": "human", "value": "<image>\nwhat is it?"}, {"from": "gpt", "value": "A cat."}, {"from": "human", "value": "is it a dog?"}, {"from": "gpt", "value": "No."}""";
        File.WriteAllText(world.PathOf("records.jsonl"), $$"""{"id": "several", "images": ["0.png"], "conversations": [{{turns}}]}""");

        Run(Recipe("run", Usual));

        ComparisonRecord pair = Assert.Single(Pairs("run"));
        Assert.Equal(["<image>\nwhat is it?", "A cat.", "is it a dog?"], pair.Turns.Select(turn => turn.Value));
        Assert.Equal(("No.", "records"), (pair.Reference, pair.Source));
        Assert.Equal(["0.png"], pair.Images);
        using JsonDocument json = JsonDocument.Parse(Read("run/unlabelled.json"));
        Assert.Equal("0.png", json.RootElement[0].GetProperty("image").GetString());
        Assert.False(json.RootElement[0].TryGetProperty("preference", out _));
    }

    [Fact]
    public void Run_TornAnywhere_GoesOnToTheSameBytes()
    {
        Run(Recipe("whole", Usual));
        byte[] log = File.ReadAllBytes(world.PathOf("whole/answers.jsonl"));
        foreach (double share in new[] { 0.1, 0.35, 0.5, 0.8, 0.99 })
        {
            string run = FormattableString.Invariant($"torn{share}");
            Directory.CreateDirectory(world.PathOf(run));
            File.WriteAllBytes(world.PathOf($"{run}/answers.jsonl"), log[..(int)(log.Length * share)]);

            Run(Recipe(run, Usual));

            Assert.Equal(log, File.ReadAllBytes(world.PathOf($"{run}/answers.jsonl")));
            Assert.Equal(Read("whole/unlabelled.json"), Read($"{run}/unlabelled.json"));
            Assert.Equal(Read("whole/manifest.json"), Read($"{run}/manifest.json"));
        }
    }

    [Fact]
    public void Run_Interrupted_WritesNoPairsAndGoesOnLater()
    {
        using var stop = new StopRequest();
        stop.Ask(PosixSignal.SIGTERM);
        using (ITrainingRun run = TinyWorld.Create(Recipe("run", Usual), stop, []))
        {
            Assert.Equal(new TrainingResult(0, 143), run.Run());
        }

        Assert.False(File.Exists(world.PathOf("run/unlabelled.json")));
        Assert.Equal(new TrainingResult(24, 0), Run(Recipe("run", Usual)));
    }

    [Fact]
    public void Run_OtherBatchSize_GivesTheSamePairs()
    {
        Run(Recipe("large", $"batch_size: 24, {Usual}"));
        Run(Recipe("small", $"batch_size: 1, {Usual}"));

        Assert.Equal(Read("large/unlabelled.json"), Read("small/unlabelled.json"));
    }

    /// <summary>Twelve records are about three pictures, and each asks for two answers or six.</summary>
    [Theory]
    [InlineData("batch_size: 24, max_new_tokens: 2, temperature: [1.5]", 3)]
    [InlineData("batch_size: 72, max_new_tokens: 2, temperature: [1.5], pairs_per_prompt: 3", 3)]
    [InlineData("batch_size: 2, max_new_tokens: 2, temperature: [1.5]", 12)]
    public void Run_SeveralAnswersAboutAPicture_DecodeItOnceABatch(string settings, int decoded) =>
        Assert.Equal(decoded, TinyWorld.TrainAndListPictures(Recipe("run", settings)).Count);

    [Fact]
    public void Run_OtherSettings_RefuseTheFolder()
    {
        Run(Recipe("run", Usual));

        Assert.Throws<DataException>(() => Run(Recipe("run", Usual.Replace("1.5", "0.9", StringComparison.Ordinal))));
    }

    [Fact]
    public void Run_ManyPairs_StandInEitherOrder()
    {
        Run(Recipe("run", "max_new_tokens: 6, temperature: [1.5], pairs_per_prompt: 3"));
        Dictionary<string, string> drawn = File.ReadLines(world.PathOf("run/answers.jsonl")).Skip(1)
            .Select(line => JsonNode.Parse(line)!)
            .Where(answer => answer["sample"]!.GetValue<int>() == 0)
            .ToDictionary(answer => answer["id"]!.GetValue<string>(), answer => answer["text"]!.GetValue<string>().Trim());

        bool[] isFirst = [.. Pairs("run").Where(pair => drawn.ContainsKey(pair.Id)).Select(pair => pair.First == drawn[pair.Id])];

        Assert.Contains(true, isFirst);
        Assert.Contains(false, isFirst);
    }

    [Fact]
    public void Run_ThenDispose_LeavesNoTensorBehind()
    {
        string recipe = Recipe("run", Usual);
        long before = TensorScope.LiveTensors;

        Run(recipe);

        Assert.Equal(before, TensorScope.LiveTensors);
    }

    private static TrainingResult Run(string recipe) => TinyWorld.Train(recipe);

    private string Read(string path) => File.ReadAllText(world.PathOf(path));

    private ComparisonRecord[] Pairs(string run)
    {
        using RecordFile<ComparisonRecord> file = ComparisonFile.Open(world.PathOf($"{run}/unlabelled.json"));
        return [.. Enumerable.Range(0, file.Count).Select(file.Read)];
    }

    private string Recipe(string run, string settings)
    {
        string path = world.PathOf($"{run}.yaml");
        File.WriteAllText(path, $$"""
            stage: preferences
            output_dir: {{world.PathOf(run)}}
            model: { model_name_or_path: {{world.ModelPath}} }
            data: { datasets: [{ path: {{world.PathOf("records.jsonl")}} }], chat_template: llava_hf }
            preferences: { {{(settings.Contains("batch_size", StringComparison.Ordinal) ? "" : "batch_size: 5, ")}}{{settings}} }
            """);
        return path;
    }
}
