using System.Text.Json;
using Trainer.Cli.Models;
using Trainer.TestKit;

namespace Trainer.Cli.Tests.Commands;

/// <summary>A reward model from training to filtering, as a user would type it.</summary>
public sealed class ScoreCommandTests(SmallWorld world) : IClassFixture<SmallWorld>, IDisposable
{
    private readonly TemporaryDirectory folder = new();

    private string Images => world.PathOf("scenes/images");

    private string Pairs => world.PathOf("scenes/preferences/exchanged_preference.json");

    private string Facts => world.PathOf("scenes/preferences/image_to_caption.json");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Score_ModelWithFacts_JudgesPairsAndKeepsTheBest()
    {
        string model = Train("fact_kind: captions, facts: " + Facts);

        CommandLineRun pairs = CommandLineRun.Of("score", "--model", model, "--data", Pairs, "--pairs", "--format", "llava_rlhf", "--image-dir", Images, "--facts", Facts, "--json");
        string kept = Path.Combine(folder.Path, "kept.jsonl");
        CommandLineRun best = CommandLineRun.Of("score", "--model", model, "--data", world.Conversations, "--format", "llava", "--image-dir", Images, "--facts", Facts, "--keep-best", "0.25", "--out", kept);

        using JsonDocument report = JsonDocument.Parse(pairs.LastLine);
        Assert.Equal(48, report.RootElement.GetProperty("pairs").GetInt32());
        double accuracy = report.RootElement.GetProperty("accuracy").GetDouble();
        Assert.InRange(accuracy, report.RootElement.GetProperty("ci95")[0].GetDouble(), report.RootElement.GetProperty("ci95")[1].GetDouble());
        Assert.True(best.ExitCode == 0, best.Error);
        Assert.Equal(24, File.ReadAllLines(kept).Length);

        CommandLineRun forgotten = CommandLineRun.Of("score", "--model", model, "--data", Pairs, "--pairs", "--format", "llava_rlhf", "--image-dir", Images);
        Assert.Equal(ExitCode.Usage, forgotten.ExitCode);
        Assert.Contains("--facts", forgotten.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Score_AnswersFile_GivesEachARewardInItsOrder()
    {
        string model = Train("fact_kind: none");
        string answers = folder.Write("answers.jsonl", """
            {"question_id": "a", "image": "000000000001.png", "prompt": "What is it?", "answer": "A cat."}
            {"question_id": "b", "image": null, "prompt": "Hello", "answer": "A dog."}
            """);

        CommandLineRun run = CommandLineRun.Of("score", "--model", model, "--data", answers, "--image-dir", Images);

        string[] ids = [.. run.Output.Trim().Split('\n').Select(line => JsonDocument.Parse(line).RootElement.GetProperty("question_id").GetString()!)];
        Assert.Equal(["a", "b"], ids);
    }

    [Theory]
    [InlineData("--keep-best", "0.5")]
    [InlineData("--out", "x", "--keep-best", "1.5")]
    [InlineData("--out", "x")]
    public void Score_OptionsThatMakeNoSense_AreRefused(params string[] options) =>
        Assert.Equal(ExitCode.Usage, CommandLineRun.Of(["score", "--model", "m", "--data", "d", .. options]).ExitCode);

    [Fact]
    public void Score_NoRewardModel_SaysWhatIsMissing()
    {
        CommandLineRun run = CommandLineRun.Of("score", "--model", world.Model, "--data", Pairs);

        Assert.Equal(ExitCode.Data, run.ExitCode);
        Assert.Contains("reward.json", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Choose_ShareAndThreshold_KeepTheFilesOrder()
    {
        ScoredRecord[] scored = [new(0, [1f]), new(1, [3f]), new(2, [-2f]), new(3, [2f])];

        Assert.Equal([1, 3], RewardFilter.Choose(scored, 0.5, null));
        Assert.Equal([0, 1, 3], RewardFilter.Choose(scored, null, 0));
        Assert.Equal([1], RewardFilter.Choose(scored, 0.75, 2.5));
    }

    private string Train(string reward)
    {
        string run = Path.Combine(folder.Path, "run");
        string recipe = folder.Write("reward.yaml", $$"""
            stage: reward
            output_dir: {{run}}
            model: { model_name_or_path: {{world.Model}}, lora_r: 4 }
            data: { datasets: [{ path: {{Pairs}}, format: llava_rlhf }], image_dir: {{Images}}, chat_template: llava_hf, max_length: 500, val_size: 4 }
            training: { per_device_train_batch_size: 4, max_steps: 1 }
            decoding: { max_new_tokens: 2 }
            reward: { prompt: brief, {{reward}} }
            """);
        CommandLineRun trained = CommandLineRun.Of("run", recipe);
        Assert.True(trained.ExitCode == 0, trained.Error);
        return Path.Combine(run, "model");
    }
}
