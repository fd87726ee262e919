using System.Text.Json;

namespace Trainer.Cli.Tests.Commands;

/// <summary>The verbs one after the other, as a user would type them.</summary>
public sealed class TrainingTests(SmallWorld world) : IClassFixture<SmallWorld>
{
    [Fact]
    public void Check_DryRun_ComputesOneBatchAndLeavesNothing()
    {
        string output = world.PathOf("untouched");

        CommandLineRun run = CommandLineRun.Of("check", world.Recipe, $"output_dir={output}", "--dry-run", "--json");

        using JsonDocument report = JsonDocument.Parse(run.LastLine);
        Assert.Equal(4, report.RootElement.GetProperty("samples").GetInt32());
        Assert.InRange(report.RootElement.GetProperty("loss").GetDouble(), 5, 7);
        Assert.False(Directory.Exists(output));
    }

    [Fact]
    public void Check_AliasOfAKey_NamesTheProperOne()
    {
        CommandLineRun run = CommandLineRun.Of("check", world.Recipe, "training.clip_grad_norm=0.5");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("max_grad_norm", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_InterruptedHalfWayAndResumed_GivesTheSameBytes()
    {
        string whole = Train("whole");
        string halves = world.PathOf("halves");
        Assert.Equal(0, CommandLineRun.Of("run", world.Recipe, $"output_dir={halves}").ExitCode);
        Directory.Delete(Path.Combine(halves, "checkpoint-4"), recursive: true);

        Assert.Equal(0, CommandLineRun.Of("run", world.Recipe, $"output_dir={halves}", "training.resume_from_checkpoint=auto").ExitCode);

        Assert.Equal(Weights(whole), Weights(Path.Combine(halves, "model")));
    }

    [Fact]
    public void Run_Twice_RefusesToMixTheRuns()
    {
        Train("mixed");

        CommandLineRun second = CommandLineRun.Of("run", world.Recipe, $"output_dir={world.PathOf("mixed")}");

        Assert.Equal(ExitCode.Usage, second.ExitCode);
        Assert.Contains("resume_from_checkpoint", second.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_TextAlone_EndsWithAReportWithoutSamples()
    {
        string output = world.PathOf("read");

        CommandLineRun run = CommandLineRun.Of("run", world.Recipe, $"output_dir={output}", $"data.datasets[0].path={world.PathOf("scenes/llava/text_rewrites.json")}");

        Assert.Equal((0, ""), (run.ExitCode, File.ReadAllText(Path.Combine(output, "samples", "step-4.jsonl"))));
        Assert.True(File.Exists(Path.Combine(output, "report.html")));
    }

    [Fact]
    public void Run_Samples_HoldAnswersToQuestionsAboutPictures()
    {
        Train("sampled");

        string line = File.ReadLines(world.PathOf("sampled/samples/step-4.jsonl")).First();
        using JsonDocument sample = JsonDocument.Parse(line);
        Assert.True(File.Exists(sample.RootElement.GetProperty("image").GetString()));
        Assert.Equal(JsonValueKind.String, sample.RootElement.GetProperty("answer").ValueKind);
    }

    [Fact]
    public void Run_Samples_TheLongestAnswerIsExplainedInTheReport()
    {
        Train("explained");

        JsonElement longest = File.ReadLines(world.PathOf("explained/samples/step-4.jsonl"))
            .Select(line => JsonDocument.Parse(line).RootElement).MaxBy(sample => sample.GetProperty("answer").GetString()!.Length);
        using JsonDocument explained = JsonDocument.Parse(File.ReadAllText(world.PathOf("explained/explanation.json")));
        Assert.Equal(4, explained.RootElement.GetProperty("step").GetInt32());
        Assert.Equal(longest.GetProperty("image").GetString(), explained.RootElement.GetProperty("answer").GetProperty("image_path").GetString());
        string report = File.ReadAllText(world.PathOf("explained/report.html"));
        Assert.Contains("after step 4", report, StringComparison.Ordinal);
        Assert.Contains("Where it looked", report, StringComparison.Ordinal);
    }

    [Fact]
    public void Export_Adapter_AnswersLikeTheAdapter()
    {
        string adapter = Train("lora", "model.finetuning_type=lora", "model.lora_r=4", "training.learning_rate=0.02");
        string merged = world.PathOf("merged");
        Assert.Equal(0, CommandLineRun.Of("export", "--model", adapter, "--out", merged).ExitCode);

        Assert.Equal(Ask(adapter), Ask(merged));
        Assert.NotEqual(Weights(world.Model), Weights(merged));
    }

    [Fact]
    public void Export_LlavaLayout_EndsWithTheTextsTokensAndAnswers()
    {
        string exported = world.PathOf("flat");
        Assert.Equal(0, CommandLineRun.Of("export", "--model", world.Model, "--out", exported, "--layout", "llava").ExitCode);

        using JsonDocument config = JsonDocument.Parse(File.ReadAllText(Path.Combine(exported, "config.json")));
        Assert.Equal("llava_llama", config.RootElement.GetProperty("model_type").GetString());
        Assert.Equal(400, config.RootElement.GetProperty("vocab_size").GetInt32());
        Assert.NotEmpty(Ask(exported).Trim());
    }

    [Fact]
    public void Export_LlavaLayoutOfAModelWithTextBehindThePicture_IsRefused()
    {
        string copy = world.PathOf("early-picture");
        Assert.Equal(0, CommandLineRun.Of("export", "--model", world.Model, "--out", copy).ExitCode);
        string config = Path.Combine(copy, "config.json");
        File.WriteAllText(config, File.ReadAllText(config).Replace("\"image_token_index\": 400", "\"image_token_index\": 399", StringComparison.Ordinal));

        CommandLineRun run = CommandLineRun.Of("export", "--model", copy, "--out", world.PathOf("refused"), "--layout", "llava");

        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Contains("400 tokens of text", run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(world.PathOf("refused")));
    }

    [Fact]
    public void Generate_Questions_AnswersEachOnItsOwnLineWhateverTheBatch()
    {
        string questions = world.PathOf("questions.jsonl");
        File.WriteAllLines(questions, Enumerable.Range(1, 3).Select(i => $$"""{"question_id": {{i}}, "image": "{{i:D12}}.png", "text": "Is there a cat in the image?"}"""));
        string[] arguments = ["generate", "--model", world.Model, "--questions", questions, "--image-dir", world.PathOf("scenes/images"), "--max-new-tokens", "4"];

        CommandLineRun single = CommandLineRun.Of([.. arguments, "--batch-size", "1"]);

        Assert.Equal(3, single.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal(single.Output, CommandLineRun.Of(arguments).Output);
    }

    [Fact]
    public void Generate_TextCalledPicture_IsADataErrorInOneLine()
    {
        string image = world.PathOf("picture.jpg");
        File.WriteAllText(image, "no picture");

        CommandLineRun run = CommandLineRun.Of("generate", "--model", world.Model, "--image", image, "--prompt", "What is it?");

        Assert.Equal(ExitCode.Data, run.ExitCode);
        Assert.Contains(image, Assert.Single(run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    private string Train(string name, params string[] overrides)
    {
        CommandLineRun run = CommandLineRun.Of(["run", world.Recipe, $"output_dir={world.PathOf(name)}", .. overrides]);
        Assert.True(run.ExitCode == 0, run.Error);
        return world.PathOf($"{name}/model");
    }

    private string Ask(string model) => CommandLineRun.Of(
        "generate", "--model", model, "--image", world.PathOf("scenes/images/000000000001.png"), "--prompt", "Please describe this image in detail.", "--max-new-tokens", "12").Output;

    private static byte[] Weights(string model) => File.ReadAllBytes(Path.Combine(model, "model.safetensors"));
}
