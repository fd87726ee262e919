using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Trainer.Algorithms.Bpo;
using Trainer.Data;
using Trainer.Data.Readers;
using Trainer.Torch;
using Trainer.Training;

namespace Trainer.Algorithms.Tests.Bpo;

public sealed class BpoRunTests : IDisposable
{
    private const string Weaken = "method: weaken, weaken: { max_new_tokens: 6, temperature: 1.5 }";
    private readonly TinyWorld world = new();

    public void Dispose() => world.Dispose();

    [Theory]
    [InlineData(Weaken, "mllm-hal", 12)]
    [InlineData("method: weaken, weaken: { mode: vcd_reference, max_new_tokens: 6 }", "mllm-hal", 12)]
    [InlineData("method: weaken, weaken: { mode: vcd_proper, max_new_tokens: 6 }", "mllm-hal", 12)]
    [InlineData("method: inject, inject: { instruction: Rewrite., max_new_tokens: 6 }", "llm-hal", 12)]
    [InlineData("method: self_sample, self_sample: { num_samples: 2, max_new_tokens: 6 }", "self-sample", 24)]
    public void Run_EachMethod_AccountsForEveryAnswer(string bpo, string type, int answers)
    {
        Assert.Equal(new TrainingResult(answers, 0), Run(Recipe("run", bpo)));

        JsonNode manifest = JsonNode.Parse(Read("run/manifest.json"))!;
        int pairs = manifest["pairs"]!.GetValue<int>();
        int rejected = manifest["rejected"]!.AsObject().Sum(reason => reason.Value!.GetValue<int>());
        Assert.Equal(answers, pairs + rejected);
        Assert.Equal(pairs, manifest["completions_by_type"]![type]?.GetValue<int>() ?? 0);
        Assert.Equal(pairs, File.ReadLines(world.PathOf("run/preferences.jsonl")).Count());
        using RecordFile<BpoRecord> file = RecordFile.Open(world.PathOf("run/completions.json"), new BpoRecordFormat());
        Assert.Equal([.. Enumerable.Range(0, 12).Select(index => $"r{index}")], Enumerable.Range(0, 12).Select(index => file.Read(index).Id));
    }

    [Fact]
    public void Run_TornFile_GoesOnToTheSameResult()
    {
        Run(Recipe("whole", Weaken));
        string recipe = Recipe("broken", Weaken);
        byte[] log = File.ReadAllBytes(world.PathOf("whole/answers.jsonl"));
        Directory.CreateDirectory(world.PathOf("broken"));
        File.WriteAllBytes(world.PathOf("broken/answers.jsonl"), log[..(log.Length * 2 / 3)]);

        Run(recipe);

        Assert.Equal(log, File.ReadAllBytes(world.PathOf("broken/answers.jsonl")));
        Assert.Equal(Read("whole/completions.json"), Read("broken/completions.json"));
        Assert.Equal(Read("whole/manifest.json"), Read("broken/manifest.json"));
    }

    [Fact]
    public void Run_Interrupted_SaysSoAndGoesOnLater()
    {
        using var stop = new StopRequest();
        stop.Ask(PosixSignal.SIGTERM);
        using (ITrainingRun run = TinyWorld.Create(Recipe("run", Weaken), stop, []))
        {
            Assert.Equal(new TrainingResult(0, 143), run.Run());
        }

        Assert.False(File.Exists(world.PathOf("run/completions.json")));
        Assert.Equal(new TrainingResult(12, 0), Run(Recipe("run", Weaken)));
    }

    [Fact]
    public void Run_OtherBatchSize_GivesTheSameAnswers()
    {
        Run(Recipe("large", Weaken));
        Run(Recipe("small", $"batch_size: 1, {Weaken}"));

        Assert.Equal(Read("large/completions.json"), Read("small/completions.json"));
    }

    [Fact]
    public void Run_AnnotatedAnswersOutOfScope_AreCountedAndNotAsked()
    {
        Run(Recipe("run", $"min_positive_words: 3, {Weaken}"));

        // All annotated answers of this world have two words.
        Assert.Equal(12, JsonNode.Parse(Read("run/manifest.json"))!["rejected"]!["annotated_answer_length"]!.GetValue<int>());
        Assert.Single(File.ReadLines(world.PathOf("run/answers.jsonl")));
    }

    [Fact]
    public void Run_OtherFilters_AskTheModelNothing()
    {
        Run(Recipe("run", Weaken));
        byte[] log = File.ReadAllBytes(world.PathOf("run/answers.jsonl"));
        Assert.NotEmpty(Read("run/preferences.jsonl"));

        Run(Recipe("run", $"filters: {{ min_length_ratio: 9 }}, {Weaken}"));

        Assert.Empty(Read("run/preferences.jsonl"));
        Assert.Equal(log, File.ReadAllBytes(world.PathOf("run/answers.jsonl")));
    }

    [Fact]
    public void Run_OtherSettings_RefuseTheFolder()
    {
        Run(Recipe("run", Weaken));

        var error = Assert.Throws<DataException>(() => Run(Recipe("run", Weaken.Replace("1.5", "0.5", StringComparison.Ordinal))));

        Assert.Contains("other settings", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_Chunks_TogetherMakeTheWhole()
    {
        Run(Recipe("whole", Weaken));
        Run(Recipe("first", $"chunks: 2, chunk: 0, {Weaken}"));
        Run(Recipe("second", $"chunks: 2, chunk: 1, {Weaken}"));

        Assert.Equal(Read("whole/preferences.jsonl"), Read("first/preferences.jsonl") + Read("second/preferences.jsonl"));
    }

    [Fact]
    public void Run_ThenDispose_LeavesNoTensorBehind()
    {
        string recipe = Recipe("run", Weaken);
        long before = TensorScope.LiveTensors;

        Run(recipe);

        Assert.Equal(before, TensorScope.LiveTensors);
    }

    [Fact]
    public void DryRun_RealBatch_WritesNoAnswers()
    {
        using ITrainingRun run = TinyWorld.Create(Recipe("run", Weaken), new StopRequest(), []);

        DryRunReport report = run.DryRun();

        Assert.Equal((3, 5, null), (report.Steps, report.Samples, report.Loss));
        Assert.False(File.Exists(world.PathOf("run/answers.jsonl")));
    }

    private static TrainingResult Run(string recipe) => TinyWorld.Train(recipe);

    private string Read(string path) => File.ReadAllText(world.PathOf(path));

    private string Recipe(string run, string bpo)
    {
        string path = world.PathOf($"{run}.yaml");
        string size = bpo.Contains("batch_size", StringComparison.Ordinal) ? "" : "batch_size: 5, ";
        File.WriteAllText(path, $$"""
            stage: bpo
            output_dir: {{world.PathOf(run)}}
            model: { model_name_or_path: {{world.ModelPath}} }
            data: { datasets: [{ path: {{world.PathOf("records.jsonl")}} }], chat_template: llava_hf }
            bpo: { {{size}}{{bpo}} }
            """);
        return path;
    }
}
