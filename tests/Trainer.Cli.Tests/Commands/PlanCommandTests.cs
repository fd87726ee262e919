using System.Text.Json;

namespace Trainer.Cli.Tests.Commands;

/// <summary>Tests that count what the whole process allocates, and so must be alone.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public static class AloneCollection
{
    public const string Name = "alone";
}

[Collection(AloneCollection.Name)]
public sealed class PlanCommandTests(SmallWorld world) : IClassFixture<SmallWorld>
{
    private const string Frozen = "frozen weights";
    private const double Tolerance = 0.1;

    [Theory]
    [InlineData("full")]
    [InlineData("lora", "model.finetuning_type=lora", "model.lora_r=8")]
    [InlineData("dropped", "model.finetuning_type=lora", "model.lora_dropout=0.1")]
    [InlineData("checkpointed", "model.gradient_checkpointing=true")]
    [InlineData("narrow", "model.dtype=bfloat16")]
    [InlineData("seeing", "model.freeze_vision_tower=false")]
    public void Plan_SmallRecipe_IsWhatTheRunTakes(string name, params string[] changes)
    {
        // Checkpointing needs more blocks than one.
        string model = name == "checkpointed" ? Path.Combine(Workspace.Root, "checkpoints", "tiny-llava") : world.Model;
        RequireMeasured(name == "narrow", [world.Recipe, $"model.model_name_or_path={model}", $"output_dir={world.PathOf($"planned-{name}")}", "training.per_device_train_batch_size=16", "training.max_steps=3", "training.save_steps=0", "data.val_size=0", "data.dataloader_prefetch_factor=1", .. changes]);
    }

    [Theory]
    [InlineData("sampled")]
    [InlineData("twice", "ppo.samples_per_prompt=2", "ppo.merge_for_rollout=false")]
    [InlineData("learning", "training.per_device_train_batch_size=16", "ppo.scoring_batch_size=4", "ppo.rollout_per_device_batch_size=4")]
    public void Plan_Ppo_IsWhatTheRunTakes(string name, params string[] changes)
    {
        Assert.Equal(0, CommandLineRun.Of("run", Reward(name)).ExitCode);

        RequireMeasured(isNarrow: false, [Ppo(name), .. changes]);
    }

    [Theory]
    [InlineData("pairs", "preferences: { batch_size: 32, max_new_tokens: 24 }")]
    [InlineData("narrow", "preferences: { batch_size: 32, max_new_tokens: 24 }", "model.dtype=bfloat16")]
    [InlineData("weaken", "bpo: { method: weaken, weaken: { mode: weak_image, max_new_tokens: 24 }, batch_size: 16 }")]
    [InlineData("contrast", "bpo: { method: weaken, weaken: { mode: vcd_proper, max_new_tokens: 24 }, batch_size: 16 }")]
    [InlineData("inject", "bpo: { method: inject, inject: { max_new_tokens: 24 }, batch_size: 16 }")]
    [InlineData("samples", "bpo: { method: self_sample, self_sample: { num_samples: 4, max_new_tokens: 24 }, batch_size: 16 }")]
    public void Plan_StageThatOnlyAnswers_IsWhatTheRunTakes(string name, string settings, params string[] changes) =>
        RequireMeasured(isNarrow: name == "narrow", [Answers(name, settings), .. changes]);

    private static void RequireMeasured(bool isNarrow, string[] arguments)
    {
        using JsonDocument plan = Json("plan", arguments);
        using JsonDocument run = Json("run", arguments);

        // Frozen weights of the file's own type lie in the mapped file, which the allocator doesn't see.
        JsonElement items = plan.RootElement.GetProperty("phases").EnumerateObject().Last().Value;
        long mapped = isNarrow ? 0 : items.TryGetProperty(Frozen, out JsonElement frozen) ? frozen.GetInt64() : 0;
        double measured = run.RootElement.GetProperty("peak_tensor_bytes").GetInt64() + mapped;
        double planned = plan.RootElement.GetProperty("peak_bytes").GetInt64();

        // The batch that is made ready in the background may not have been begun when most is held.
        double waiting = items.TryGetProperty("batches made ready", out JsonElement ready) ? ready.GetInt64() : 0;
        Assert.InRange(measured, (planned - waiting) * (1 - Tolerance), planned * (1 + Tolerance));
    }

    [Fact]
    public void Plan_NotEnoughMemory_SaysSoAndFails()
    {
        CommandLineRun run = CommandLineRun.Of("plan", world.Recipe, "--memory", "0.4");

        Assert.Equal(ExitCode.Resources, run.ExitCode);
        Assert.Contains("does not fit 0.4 GiB", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Plan_GpuOfUnknownSize_AsksForIt()
    {
        CommandLineRun run = CommandLineRun.Of("plan", world.Recipe, "--gpu");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("--memory", run.Output, StringComparison.Ordinal);
        Assert.Contains("activations of composed kernels", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Plan_RecordsAreMissing_TakesTheLongestThatTheRecipeAllows()
    {
        using JsonDocument plan = Json("plan", [world.Recipe, "data.datasets=[{ path: missing.json, format: llava }]", "data.max_length=200"]);

        JsonElement batch = plan.RootElement.GetProperty("batch");
        Assert.False(batch.GetProperty("from_records").GetBoolean());
        Assert.Equal((4, 200), (batch.GetProperty("rows").GetInt32(), batch.GetProperty("time").GetInt32()));
    }

    [Fact]
    public void Plan_ModelIsMissing_NamesWhatIsNeeded()
    {
        CommandLineRun run = CommandLineRun.Of("plan", world.Recipe, "model.model_name_or_path=nowhere");

        Assert.Equal(ExitCode.Data, run.ExitCode);
        Assert.Contains("config.json", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Plan_StageThatOnlyAnswersWithoutItsRecords_TakesThePromptsThatHaveRoom()
    {
        using JsonDocument plan = Json("plan", [Answers("unseen", "preferences: { batch_size: 32, max_new_tokens: 24 }"), "data.datasets=[{ path: missing.json, format: llava }]"]);

        JsonElement batch = plan.RootElement.GetProperty("batch");
        Assert.False(batch.GetProperty("from_records").GetBoolean());
        Assert.Equal((32, 512 - 24), (batch.GetProperty("rows").GetInt32(), batch.GetProperty("time").GetInt32()));
    }

    [Fact]
    public void Plan_Pipeline_PlansItsStepsBeforeAnyOfThemWasRun()
    {
        string folder = world.PathOf("piped");
        string recipe = world.Write("piped.yaml", $$"""
            stage: pipeline
            output_dir: {{folder}}
            steps:
              - name: first
                run: run {{world.Recipe}} output_dir={here} training.per_device_train_batch_size=8
                makes: [model]
              - name: pairs
                run: data preferences {{Answers("piped", "preferences: { batch_size: 32, max_new_tokens: 24 }")}} output_dir={here} model.model_name_or_path={out}/first/model
                makes: [unlabelled.json]
              - name: judge
                run: run {{Ppo("piped")}} output_dir={here}
                makes: [model]
            """);

        using JsonDocument plan = Json("plan", [recipe]);

        JsonElement[] steps = [.. plan.RootElement.GetProperty("steps").EnumerateArray()];
        Assert.Equal(["first", "pairs", "judge"], steps.Select(step => step.GetProperty("name").GetString()));
        Assert.Equal("sft", steps[0].GetProperty("plan").GetProperty("stage").GetString());

        // Its model is that of the first step, which isn't there yet, but has the sizes of what it is trained from; the tokenizer is the same.
        Assert.Equal("preferences", steps[1].GetProperty("plan").GetProperty("stage").GetString());
        Assert.Contains("judge-piped", steps[2].GetProperty("problem").GetString(), StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public void Plan_PipelineThatRunsNoRecipe_SaysSo()
    {
        CommandLineRun run = CommandLineRun.Of("plan", Path.Combine(Workspace.Root, "recipes", "tiny", "decoding-sweep.yaml"));

        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Contains("nothing to plan", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Plan_PipelineThatDoesNotFit_Fails()
    {
        string recipe = world.Write("large.yaml", $$"""
            stage: pipeline
            output_dir: {{world.PathOf("large")}}
            steps: [{ name: first, run: "run {{world.Recipe}} output_dir={here}", makes: [model] }]
            """);

        CommandLineRun run = CommandLineRun.Of("plan", recipe, "--memory", "0.4");

        Assert.Equal(ExitCode.Resources, run.ExitCode);
        Assert.Contains("does not fit", run.Output, StringComparison.Ordinal);
    }

    // Descriptions alone, so that all prompts of a kind are of about one length.
    private string Answers(string name, string settings) => world.Write($"answers-{name}.yaml", $$"""
        stage: {{settings[..settings.IndexOf(':', StringComparison.Ordinal)]}}
        output_dir: {{world.PathOf($"answers-{name}")}}
        model: { model_name_or_path: {{world.Model}} }
        data: { datasets: [{ path: {{world.PathOf("scenes/llava/llava_instruct_annotated.json")}}, format: llava }], image_dir: {{world.PathOf("scenes/images")}}, chat_template: llava_hf }
        {{settings}}
        """);

    private string Reward(string name) => world.Write($"reward-{name}.yaml", $$"""
        stage: reward
        output_dir: {{world.PathOf($"judge-{name}")}}
        model: { model_name_or_path: {{world.Model}}, lora_r: 8 }
        data: { datasets: [{ path: {{world.PathOf("scenes/preferences/exchanged_preference.json")}}, format: llava_rlhf }], image_dir: {{world.PathOf("scenes/images")}}, chat_template: llava_hf, max_length: 500 }
        reward: { prompt: brief, fact_kind: captions, facts: {{world.PathOf("scenes/preferences/image_to_caption.json")}} }
        training: { per_device_train_batch_size: 2, learning_rate: 1.0e-3, max_steps: 1, save_steps: 0 }
        """);

    private string Ppo(string name) => world.Write($"ppo-{name}.yaml", $$"""
        stage: ppo
        output_dir: {{world.PathOf($"ppo-{name}")}}
        model: { model_name_or_path: {{world.Model}}, lora_r: 8 }
        data: { datasets: [{ path: {{world.PathOf("scenes/ppo/ppo_prompts.json")}}, format: llava_rlhf }], image_dir: {{world.PathOf("scenes/images")}}, chat_template: llava_hf, max_length: 300 }
        ppo: { reward_model: {{world.PathOf($"judge-{name}/model")}}, facts: {{world.PathOf("scenes/preferences/image_to_caption.json")}}, rollout_batch_size: 16, rollout_per_device_batch_size: 16, scoring_batch_size: 16, response_length: 24 }
        training: { per_device_train_batch_size: 8, learning_rate: 1.0e-3, lr_scheduler_type: constant, max_steps: 4, save_steps: 0 }
        """);

    private static JsonDocument Json(string verb, string[] arguments)
    {
        CommandLineRun run = CommandLineRun.Of([verb, .. arguments, "--json"]);
        Assert.True(run.ExitCode == 0, run.Error);
        return JsonDocument.Parse(run.LastLine);
    }
}
