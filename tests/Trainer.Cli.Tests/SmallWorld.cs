using Trainer.TestKit;

namespace Trainer.Cli.Tests;

/// <summary>A set of scenes, a fresh model and a recipe for both, made by the verbs themselves.</summary>
public sealed class SmallWorld : IDisposable
{
    private readonly TemporaryDirectory folder = new();

    public SmallWorld()
    {
        Require("data", "scenes", "--out", PathOf("scenes"), "--images", "60", "--seed", "5");
        string config = Path.Combine(AppContext.BaseDirectory, "Fixtures", "smallest.config.json");
        Require("init", config, "--conversations", Conversations, "--out", PathOf("fresh"), "--vocabulary-size", "400");
        Recipe = folder.Write("sft.yaml", $$"""
            stage: sft
            output_dir: {{PathOf("run")}}
            model: { model_name_or_path: {{PathOf("fresh")}}, finetuning_type: full }
            data: { datasets: [{ path: {{Conversations}}, format: llava }], image_dir: {{PathOf("scenes/images")}}, chat_template: llava_hf, max_length: 300, val_size: 4 }
            training: { per_device_train_batch_size: 4, learning_rate: 1.0e-3, max_steps: 4, logging_steps: 1, save_steps: 2 }
            decoding: { max_new_tokens: 4 }
            """);
    }

    /// <summary>The fine-tuning recipe.</summary>
    public string Recipe { get; }

    /// <summary>The written conversations.</summary>
    public string Conversations => PathOf("scenes/llava/llava_instruct_written.json");

    /// <summary>The fresh model.</summary>
    public string Model => PathOf("fresh");

    public string PathOf(string name) => Path.Combine(folder.Path, name);

    /// <summary>Writes a file and returns its path.</summary>
    public string Write(string name, string content) => folder.Write(name, content);

    /// <inheritdoc cref="Write(string, string)"/>
    public string Write(string name, byte[] content) => folder.Write(name, content);

    public void Dispose() => folder.Dispose();

    private static void Require(params string[] arguments)
    {
        CommandLineRun run = CommandLineRun.Of(arguments);
        Assert.True(run.ExitCode == 0, run.Error);
    }
}
