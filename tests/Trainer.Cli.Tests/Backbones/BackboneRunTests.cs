using System.Text.Json.Nodes;

namespace Trainer.Cli.Tests.Backbones;

/// <summary>Models of other families go through the same verbs.</summary>
public sealed class BackboneRunTests(SmallWorld world) : IClassFixture<SmallWorld>
{
    private const string Tower = """
        {"model_type": "clip_vision_model", "hidden_size": 32, "intermediate_size": 48, "num_hidden_layers": 2, "num_attention_heads": 2, "image_size": 64, "patch_size": 32}
        """;

    private const string Shikra = """
        {
          "model_type": "shikra", "hidden_size": 32, "intermediate_size": 48, "num_hidden_layers": 1, "num_attention_heads": 2, "vocab_size": 32003,
          "max_position_embeddings": 512, "mm_vision_tower": "tower", "mm_use_im_start_end": true
        }
        """;

    private const string MiniGpt4 = """
        {
          "model_type": "blip-2", "num_query_tokens": 4,
          "text_config": {"model_type": "llama", "hidden_size": 32, "intermediate_size": 48, "num_hidden_layers": 1, "num_attention_heads": 2, "max_position_embeddings": 512},
          "vision_config": {"hidden_size": 32, "intermediate_size": 48, "num_hidden_layers": 1, "num_attention_heads": 2, "image_size": 64, "patch_size": 32},
          "qformer_config": {"hidden_size": 24, "intermediate_size": 32, "num_hidden_layers": 2, "num_attention_heads": 2}
        }
        """;

    [Fact]
    public void Verbs_Shikra_TrainAnswerMeasureAndExport()
    {
        world.Write("shikra/tower/config.json", Tower);
        string config = world.Write("shikra/config.json", Shikra);
        Done("init", config, "--conversations", world.Conversations, "--out", world.PathOf("fresh-shikra"), "--vocabulary-size", "400", "--template", "shikra");

        RequireAllVerbs("shikra", world.PathOf("fresh-shikra"));
    }

    [Fact]
    public void Verbs_MiniGpt4_TrainAnswerMeasureAndExport()
    {
        string config = world.Write("minigpt4.json", MiniGpt4);
        Done("init", config, "--conversations", world.Conversations, "--out", world.PathOf("fresh-minigpt4"), "--vocabulary-size", "400", "--template", "minigpt4");

        RequireAllVerbs("minigpt4", world.PathOf("fresh-minigpt4"));
    }

    [Fact]
    public void Verbs_MiniGpt4WithLlama2_TrainAnswerMeasureAndExport()
    {
        JsonObject config = JsonNode.Parse(MiniGpt4.Replace("blip-2", "minigpt4_llama2", StringComparison.Ordinal))!.AsObject();
        config.Remove("qformer_config");
        string path = world.Write("minigpt4-llama2.json", config.ToJsonString());
        Done("init", path, "--conversations", world.Conversations, "--out", world.PathOf("fresh-minigpt4-llama2"), "--vocabulary-size", "400", "--template", "minigpt4_llama2");

        RequireAllVerbs("minigpt4_llama2", world.PathOf("fresh-minigpt4-llama2"));
    }

    [Fact]
    public void Verbs_InstructBlip_TrainAnswerMeasureAndExport()
    {
        WriteInstructBlip();

        RequireAllVerbs("instructblip", world.PathOf("fresh-instructblip"));
        Assert.Equal(1.5, Penalty("fresh-instructblip"));
        Assert.Equal(1.2, Penalty("fresh-instructblip", "--repetition-penalty", "1.2"));
        Assert.Equal(1, Penalty("fresh"));
    }

    [Fact]
    public void Stages_InstructBlip_JudgesAndIsRewarded()
    {
        WriteInstructBlip();
        string judge = world.Write("instructed-judge.yaml", $$"""
            stage: reward
            output_dir: {{world.PathOf("instructed-judge")}}
            model: { model_name_or_path: {{world.PathOf("fresh-instructblip")}}, lora_r: 2 }
            data: { datasets: [{ path: {{world.PathOf("scenes/preferences/exchanged_preference.json")}}, format: llava_rlhf }], image_dir: {{world.PathOf("scenes/images")}}, chat_template: instructblip, max_length: 400, val_size: 2 }
            reward: { prompt: brief }
            training: { per_device_train_batch_size: 2, learning_rate: 1.0e-3, max_steps: 2, save_steps: 0 }
            """);
        string ppo = world.Write("instructed-ppo.yaml", $$"""
            stage: ppo
            output_dir: {{world.PathOf("instructed-ppo")}}
            model: { model_name_or_path: {{world.PathOf("fresh-instructblip")}}, lora_r: 2 }
            data: { datasets: [{ path: {{world.PathOf("scenes/ppo/ppo_prompts.json")}}, format: llava_rlhf }], image_dir: {{world.PathOf("scenes/images")}}, chat_template: instructblip, max_length: 300 }
            ppo: { reward_model: {{world.PathOf("instructed-judge/model")}}, rollout_batch_size: 8, rollout_per_device_batch_size: 8, scoring_batch_size: 8, response_length: 12 }
            training: { per_device_train_batch_size: 4, learning_rate: 1.0e-3, max_steps: 2, logging_steps: 1 }
            """);

        Done("run", judge);
        Done("plan", ppo);
        Done("run", ppo);

        JsonNode last = JsonNode.Parse(File.ReadLines(world.PathOf("instructed-ppo/metrics.jsonl")).Last())!;
        Assert.Equal(2, last["step"]!.GetValue<int>());
        string[] pairs = ["--data", world.PathOf("scenes/preferences/exchanged_preference.json"), "--pairs", "--format", "llava_rlhf", "--image-dir", world.PathOf("scenes/images")];
        Assert.NotNull(JsonNode.Parse(Done(["score", "--model", world.PathOf("instructed-judge/model"), .. pairs, "--json"])));
    }

    /// <summary>A fresh model with letters for the words that its Q-Former reads.</summary>
    private void WriteInstructBlip()
    {
        string config = world.Write("instructblip.json", MiniGpt4.Replace("blip-2", "instructblip", StringComparison.Ordinal));
        Done("init", config, "--conversations", world.Conversations, "--out", world.PathOf("fresh-instructblip"), "--vocabulary-size", "400", "--template", "instructblip");
        string[] letters = [.. "abcdefghijklmnopqrstuvwxyz?.,".Select(letter => $"{letter}")];
        world.Write("fresh-instructblip/qformer_tokenizer/vocab.txt", string.Join('\n', ["[UNK]", "[CLS]", "[SEP]", .. letters, .. letters.Select(letter => "##" + letter)]));
    }

    /// <summary>Trains an adapter with its projector, and asks, measures and exports what came out.</summary>
    private void RequireAllVerbs(string template, string model)
    {
        string run = world.PathOf($"run-{template}");
        string recipe = world.Write($"{template}.yaml", $$"""
            stage: sft
            output_dir: {{run}}
            model: { model_name_or_path: {{model}}, finetuning_type: lora, lora_r: 2, freeze_multi_modal_projector: false }
            data: { datasets: [{ path: {{world.Conversations}}, format: llava }], image_dir: {{world.PathOf("scenes/images")}}, chat_template: {{template}}, max_length: 400, val_size: 4 }
            training: { per_device_train_batch_size: 4, learning_rate: 1.0e-3, max_steps: 2, logging_steps: 1 }
            decoding: { max_new_tokens: 4 }
            """);
        string image = Directory.GetFiles(world.PathOf("scenes/images"))[0];

        Done("run", recipe);
        string answer = Done("generate", "--model", $"{run}/model", "--image", image, "--prompt", "What is there?", "--max-new-tokens", "4", "--json");
        string pope = Done("eval", "pope", "--model", $"{run}/model", "--data", world.PathOf("scenes"), "--limit", "4", "--max-new-tokens", "2", "--json");
        Done("export", "--model", $"{run}/model", "--out", $"{run}/merged");
        string merged = Done("generate", "--model", $"{run}/merged", "--image", image, "--prompt", "What is there?", "--max-new-tokens", "4", "--json");

        Assert.NotNull(JsonNode.Parse(pope));
        Assert.Equal(JsonNode.Parse(answer)!["answer"]!.ToString(), JsonNode.Parse(merged)!["answer"]!.ToString());
    }

    private double Penalty(string model, params string[] options) => JsonNode.Parse(Done(
        ["generate", "--model", world.PathOf(model), "--prompt", "Why?", "--max-new-tokens", "1", "--json", .. options]))!["repetition_penalty"]!.GetValue<double>();

    private static string Done(params string[] arguments)
    {
        CommandLineRun run = CommandLineRun.Of(arguments);
        Assert.True(run.ExitCode == 0, run.Error);
        return run.LastLine;
    }
}
