using System.Text.Json;
using System.Text.Json.Serialization;

namespace Trainer.Evaluation.Scoring;

/// <summary>Writes an interval as <c>[low, high]</c>.</summary>
internal sealed class IntervalConverter : JsonConverter<Interval>
{
    public override Interval Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        double[]? ends = JsonSerializer.Deserialize<double[]>(ref reader, options);
        return ends is { Length: 2 }
            ? new Interval(ends[0], ends[1])
            : throw new JsonException("An interval must be a list of two numbers: [low, high].");
    }

    public override void Write(Utf8JsonWriter writer, Interval value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        writer.WriteNumberValue(value.Low);
        writer.WriteNumberValue(value.High);
        writer.WriteEndArray();
    }
}
