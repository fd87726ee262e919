using System.Text.Json.Nodes;
using Trainer.Training.Checkpoints;

namespace Trainer.Cli.Tests.Runs;

/// <summary>Reinforcement learning whose process dies again and again, wherever it happens to be: rolling out, scoring, updating or saving.</summary>
public sealed class KilledPpoTests(SmallWorld world) : IClassFixture<SmallWorld>
{
    private const int Kills = 20;
    private const int Killed = 128 + 9;

    // More steps than all processes make before they die.
    private const int Endless = 1_000_000;

    // About as long as a rollout with its four steps and their checkpoints takes, so that any part of it may be met.
    private const int LongestDelayMilliseconds = 150;

    [Fact]
    public void Run_KilledAtTwentyRandomPoints_EndsWithTheBytesOfAnUninterruptedRun()
    {
        Train("run", Reward);
        string recipe = Ppo();
        var random = new Random(Kills);
        for (int kill = 0; kill < Kills; kill++)
        {
            using var process = new TrainerProcess(Run("killed", recipe, Endless, "training.save_steps=1", "training.resume_from_checkpoint=auto"));
            process.WaitFor("step", 1);
            Thread.Sleep(random.Next(LongestDelayMilliseconds));
            Assert.Equal(Killed, process.End("KILL"));
        }

        int steps = new CheckpointStore(world.PathOf("killed")).Steps[^1] + 5;
        Train(Run("killed", recipe, steps, "training.resume_from_checkpoint=auto"));
        Train(Run("whole", recipe, steps));

        Assert.All(
            [$"checkpoint-{steps}/optimizer.safetensors", "model/adapter_model.safetensors", "model/value/adapter_model.safetensors", "model/value/value_head.safetensors"],
            file => Assert.Equal(File.ReadAllBytes(world.PathOf($"whole/{file}")), File.ReadAllBytes(world.PathOf($"killed/{file}"))));
        Assert.Equal(Enumerable.Range(1, steps), File.ReadLines(world.PathOf("killed/metrics.jsonl")).Select(line => JsonNode.Parse(line)!["step"]!.GetValue<int>()));
    }

    private string Reward => world.Write("reward.yaml", $$"""
        stage: reward
        output_dir: {{world.PathOf("judge")}}
        model: { model_name_or_path: {{world.Model}}, lora_r: 4 }
        data: { datasets: [{ path: {{world.PathOf("scenes/preferences/exchanged_preference.json")}}, format: llava_rlhf }], image_dir: {{world.PathOf("scenes/images")}}, chat_template: llava_hf, max_length: 400, val_size: 2 }
        reward: { prompt: brief }
        training: { per_device_train_batch_size: 2, learning_rate: 1.0e-3, max_steps: 2, save_steps: 0 }
        """);

    private string Ppo() => world.Write("ppo.yaml", $$"""
        stage: ppo
        output_dir: {{world.PathOf("ppo")}}
        model: { model_name_or_path: {{world.Model}}, lora_r: 4 }
        data: { datasets: [{ path: {{world.PathOf("scenes/ppo/ppo_prompts.json")}}, format: llava_rlhf }], image_dir: {{world.PathOf("scenes/images")}}, chat_template: llava_hf, max_length: 300 }
        ppo: { reward_model: {{world.PathOf("judge/model")}}, rollout_batch_size: 8, rollout_per_device_batch_size: 8, scoring_batch_size: 8, response_length: 12, kl_target: 0.5 }
        training: { per_device_train_batch_size: 4, learning_rate: 1.0e-3, lr_scheduler_type: constant, logging_steps: 1, save_total_limit: 2 }
        """);

    private string[] Run(string folder, string recipe, int steps, params string[] overrides) =>
        ["run", recipe, $"output_dir={world.PathOf(folder)}", $"training.max_steps={steps}", .. overrides];

    private static void Train(params string[] arguments)
    {
        CommandLineRun run = CommandLineRun.Of(arguments);
        Assert.True(run.ExitCode == 0, run.Error);
    }
}
