using Trainer.Modeling.Weights;
using Trainer.Training.Checkpoints;

namespace Trainer.Training;

/// <summary>
/// Everything that a run leaves behind: <c>recipe.yaml</c>, <c>environment.json</c>, <c>metrics.jsonl</c>,
/// <c>tensorboard/</c>, <c>samples/</c>, <c>checkpoint-N/</c> and, at the end, <c>model/</c>.
/// </summary>
public sealed class RunDirectory
{
    /// <summary>Opens a run's folder and makes it if absent.</summary>
    /// <param name="path">The folder (<c>output_dir</c>).</param>
    /// <param name="checkpointLimit">Newest checkpoints to keep besides the best (<c>save_total_limit</c>); null: all.</param>
    public RunDirectory(string path, int? checkpointLimit = null)
    {
        Path = Directory.CreateDirectory(path).FullName;
        Checkpoints = new CheckpointStore(Path, checkpointLimit);
    }

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>Its checkpoints.</summary>
    public CheckpointStore Checkpoints { get; }

    /// <summary>Where the finished model goes.</summary>
    public string ModelPath => System.IO.Path.Combine(Path, "model");

    /// <summary>Where pictures with answers go.</summary>
    public string SamplesPath => System.IO.Path.Combine(Path, "samples");

    /// <summary>One JSON object a line.</summary>
    public string MetricsPath => System.IO.Path.Combine(Path, "metrics.jsonl");

    /// <summary>Event files for TensorBoard.</summary>
    public string TensorBoardPath => System.IO.Path.Combine(Path, "tensorboard");

    /// <summary>The recipe with every default spelt out.</summary>
    public string RecipePath => System.IO.Path.Combine(Path, "recipe.yaml");

    /// <summary>Versions, device and seed.</summary>
    public string EnvironmentPath => System.IO.Path.Combine(Path, "environment.json");

    /// <summary>Finds what <c>resume_from_checkpoint</c> names.</summary>
    /// <param name="setting"><c>none</c>, <c>auto</c> (the newest, if there is one) or a checkpoint's folder.</param>
    /// <exception cref="CheckpointException">The named folder is missing or damaged.</exception>
    public TrainingCheckpoint? FindResume(string setting) => setting switch
    {
        "none" => null,
        "auto" => Checkpoints.Latest is { } latest ? TrainingCheckpoint.Open(latest) : null,
        _ => TrainingCheckpoint.Open(setting),
    };
}
