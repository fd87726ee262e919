using Trainer.Modeling.Weights;
using Trainer.Torch;
using Trainer.Torch.Optim;

namespace Trainer.Training.Checkpoints;

/// <summary>
/// What makes a checkpoint resumable, beside the model that it also holds: <c>optimizer.safetensors</c> (trainable
/// weights in Float32 and their moments) and <c>trainer_state.json</c>.
/// </summary>
public sealed class TrainingCheckpoint
{
    private const string StateFile = "trainer_state.json";
    private const string OptimizerFile = "optimizer.safetensors";

    private TrainingCheckpoint(string folder, TrainerState state)
    {
        Folder = folder;
        State = state;
    }

    /// <summary>The checkpoint's folder.</summary>
    public string Folder { get; }

    /// <summary>Step, positions and random streams.</summary>
    public TrainerState State { get; }

    /// <summary>Opens a checkpoint.</summary>
    /// <exception cref="CheckpointException">It is missing or damaged.</exception>
    public static TrainingCheckpoint Open(string folder) => new(folder, TrainerState.Read(Path.Combine(folder, StateFile)));

    /// <summary>Puts optimiser and trainable weights back into the saved state.</summary>
    /// <exception cref="CheckpointException">It belongs to a run with other trainable weights.</exception>
    public void Restore(AdamW optimizer)
    {
        string path = Path.Combine(Folder, OptimizerFile);
        using var scope = new TensorScope();
        using SafetensorsFile file = SafetensorsFile.Open(path);
        try
        {
            optimizer.RestoreState(file.Tensors.Keys.ToDictionary(name => name, file.Read, StringComparer.Ordinal));
        }
        catch (TorchException error)
        {
            throw new CheckpointException($"{path}: {error.Message}", error);
        }
    }

    internal static void Write(string folder, TrainerState state, AdamW optimizer)
    {
        using var scope = new TensorScope();
        SafetensorsWriter.Write(
            Path.Combine(folder, OptimizerFile),
            optimizer.SaveState().Select(entry => new NamedTensor(entry.Key, entry.Value)));
        state.Write(Path.Combine(folder, StateFile));
    }
}
