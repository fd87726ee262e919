using System.Text;
using Trainer.Modeling.Weights;
using Trainer.Torch;
using Trainer.Torch.Distributed;
using Trainer.Training.Checkpoints;

namespace Trainer.Training.Loop;

/// <summary>Carries what a checkpoint holds between rank 0, which alone reads and writes files, and the other processes.</summary>
internal static class RunState
{
    /// <summary>The state that rank 0 resumes from, in every process; null when the run begins.</summary>
    internal static TrainerState? Share(ProcessGroup group, TrainerState? ofFirst)
    {
        byte[] text = group.AllGather(Encoding.UTF8.GetBytes(group.IsFirst ? ofFirst?.ToJson() ?? string.Empty : string.Empty))[0];
        return text.Length > 0 ? TrainerState.Parse(Encoding.UTF8.GetString(text)) : null;
    }

    /// <summary>The state of every process's random streams: each draws masks of its own.</summary>
    internal static Dictionary<string, byte[]> Collect(ProcessGroup group, IReadOnlyDictionary<string, RandomStream> streams) =>
        streams.OrderBy(entry => entry.Key, StringComparer.Ordinal)
            .SelectMany(entry => group.AllGather(entry.Value.SaveState()).Select((state, rank) => KeyValuePair.Create(NameOf(entry.Key, rank), state)))
            .ToDictionary(StringComparer.Ordinal);

    /// <summary>
    /// Puts this process's streams back. One that the interrupted run didn't have begins afresh: a mask is as good as another.
    /// </summary>
    /// <exception cref="CheckpointException">The checkpoint has no stream of such a name at all.</exception>
    internal static void Restore(TrainerState state, IReadOnlyDictionary<string, RandomStream> streams, int rank)
    {
        foreach ((string name, RandomStream stream) in streams)
        {
            if (state.RandomStreams.TryGetValue(NameOf(name, rank), out byte[]? saved))
            {
                stream.RestoreState(saved);
            }
            else if (!state.RandomStreams.ContainsKey(name))
            {
                throw new CheckpointException($"The checkpoint of step {state.Step} has no random stream '{name}'. Resume with the settings that it was saved with.");
            }
        }
    }

    private static string NameOf(string stream, int rank) => rank == 0 ? stream : $"{stream}/{rank}";
}
