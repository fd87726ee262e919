using System.Text.Json;
using Trainer.Modeling.Weights;

namespace Trainer.Training.Checkpoints;

/// <summary>Everything small that a run needs to continue: <c>trainer_state.json</c>.</summary>
public sealed record TrainerState
{
    private static readonly JsonSerializerOptions Format = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
    };

    /// <summary>Optimiser steps made.</summary>
    public int Step { get; init; }

    /// <summary>Samples seen.</summary>
    public long Samples { get; init; }

    /// <summary>Tokens seen.</summary>
    public long Tokens { get; init; }

    /// <summary>Position of the batch source, in the source's own words.</summary>
    public string Source { get; init; } = string.Empty;

    /// <summary>State of each named random stream, Base64.</summary>
    public IReadOnlyDictionary<string, byte[]> RandomStreams { get; init; } = new Dictionary<string, byte[]>();

    /// <summary>Figures of the logging interval that the checkpoint interrupts.</summary>
    public IReadOnlyDictionary<string, PartialMetric> Interval { get; init; } = new Dictionary<string, PartialMetric>();

    /// <summary>The best evaluation so far; null before the first.</summary>
    public BestEvaluation? Best { get; init; }

    /// <summary>Reads the file.</summary>
    /// <exception cref="CheckpointException">It is missing or damaged.</exception>
    public static TrainerState Read(string path)
    {
        try
        {
            return Parse(File.ReadAllText(path));
        }
        catch (Exception error) when (error is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new CheckpointException($"{path} is not a readable trainer state: {error.Message}. Resume from another checkpoint.", error);
        }
    }

    /// <summary>Writes the file.</summary>
    public void Write(string path) => File.WriteAllText(path, ToJson());

    /// <summary>The state as text.</summary>
    internal string ToJson() => JsonSerializer.Serialize(this, Format);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    internal static TrainerState Parse(string text) =>
        JsonSerializer.Deserialize<TrainerState>(text, Format) ?? throw new JsonException("it holds null");
}

/// <summary>A figure in the middle of its logging interval.</summary>
/// <param name="Sum">Sum so far.</param>
/// <param name="Weight">Units so far.</param>
public readonly record struct PartialMetric(double Sum, double Weight);

/// <summary>The best evaluation of a run.</summary>
/// <param name="Step">Steps made when it was measured.</param>
/// <param name="Value">The figure.</param>
public sealed record BestEvaluation(int Step, double Value);
