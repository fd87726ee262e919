using System.Text.Json;
using System.Text.Json.Serialization;
using Trainer.Modeling.Weights;

namespace Trainer.Algorithms.Ppo.Watch;

/// <summary>The watch's verdict on a rollout: <c>watch.json</c> in the run's folder.</summary>
/// <param name="Figure">The figure that was beyond its limit.</param>
/// <param name="Value">Its value at the end.</param>
/// <param name="Limit">The limit.</param>
/// <param name="Rollout">Rollouts before the one that tripped.</param>
/// <param name="Message">All of it in words, with what follows.</param>
public sealed record WatchTrip(string Figure, double Value, double Limit, long Rollout, string Message)
{
    private const string FileName = "watch.json";

    /// <summary>The verdict in a run's folder; null where the watch never tripped.</summary>
    public static WatchTrip? Read(string folder)
    {
        string path = Path.Combine(folder, FileName);
        return File.Exists(path) ? JsonSerializer.Deserialize(File.ReadAllText(path), WatchTripJson.Default.WatchTrip) : null;
    }

    /// <summary>Writes a run's verdict; without one, removes what another run left.</summary>
    internal static void Write(string folder, WatchTrip? trip)
    {
        string path = Path.Combine(folder, FileName);
        File.Delete(path);
        if (trip is not null)
        {
            AtomicFile.WriteText(path, JsonSerializer.Serialize(trip, WatchTripJson.Default.WatchTrip));
        }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(WatchTrip))]
internal sealed partial class WatchTripJson : JsonSerializerContext;
