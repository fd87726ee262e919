using System.Globalization;
using System.Text.Json;
using Trainer.Data.Batches;
using Trainer.Modeling.Weights;

namespace Trainer.Training.Loop;

/// <summary>What a step was made of, so that one that goes wrong can be looked into.</summary>
internal sealed class StepTrace
{
    private readonly List<object> batches = [];

    internal double Weight { get; private set; }

    internal int Samples { get; private set; }

    internal long Tokens { get; private set; }

    internal List<string> RecordIds { get; } = [];

    internal void Add(IBatch batch, double weight, IReadOnlyList<long[]> tokenIds)
    {
        Weight += weight;
        Samples += batch.Samples;
        Tokens += batch.Tokens;
        RecordIds.AddRange(batch.RecordIds);
        batches.Add(new { records = batch.RecordIds, token_ids = tokenIds });
    }

    /// <summary>Writes figures, record ids and token ids of every micro-batch.</summary>
    internal void Dump(string path, int step, double loss, double gradientNorm)
    {
        var report = new
        {
            step,
            loss = loss.ToString(CultureInfo.InvariantCulture),
            gradient_norm = gradientNorm.ToString(CultureInfo.InvariantCulture),
            batches,
        };
        AtomicFile.WriteText(path, JsonSerializer.Serialize(report));
    }
}
