using System.Text.Json;

namespace Trainer.Evaluation.Benchmarks.Answers;

/// <summary>Appends answers to a file; what is appended is on its way to the disk when the call returns.</summary>
public sealed class AnswerWriter : IDisposable
{
    private static readonly JsonSerializerOptions Format = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    private readonly StreamWriter writer;

    internal AnswerWriter(Stream stream)
    {
        writer = new StreamWriter(stream) { NewLine = "\n" };
    }

    /// <summary>Appends a batch and flushes it.</summary>
    public void Append(IEnumerable<SavedAnswer> answers)
    {
        foreach (SavedAnswer answer in answers)
        {
            writer.WriteLine(JsonSerializer.Serialize(answer, Format));
        }

        writer.Flush();
    }

    /// <inheritdoc/>
    public void Dispose() => writer.Dispose();
}
