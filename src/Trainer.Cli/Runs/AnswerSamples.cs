using System.Text.Json;
using System.Text.Json.Serialization;
using Trainer.Cli.Models;
using Trainer.Modeling.Weights;
using Trainer.Training;

namespace Trainer.Cli.Runs;

/// <summary>Lets the model answer a few fixed questions, so that the report can show how answers change: <c>samples/step-N.jsonl</c>.</summary>
/// <param name="answerer">Asks the model.</param>
/// <param name="samples">What is asked.</param>
/// <param name="folder">Where the answers go.</param>
internal sealed class AnswerSamples(Answerer answerer, IReadOnlyList<SampleQuestion> samples, string folder) : ITrainingHook
{
    public IReadOnlyDictionary<string, double> Evaluate(int step)
    {
        Inquiry[] questions = [.. samples.Select(sample => Inquiry.About(sample.Question, sample.ImagePath))];
        IEnumerable<string> lines = samples.Zip(answerer.Answer(questions), (sample, answer) =>
            JsonSerializer.Serialize(new AnswerSample(sample.Id, sample.ImagePath, sample.Question, sample.Reference, answer), AnswerSampleJson.Default.AnswerSample));
        Directory.CreateDirectory(folder);
        AtomicFile.WriteText(Path.Combine(folder, $"step-{step}.jsonl"), string.Concat(lines.Select(line => line + "\n")));
        return new Dictionary<string, double>();
    }
}

/// <summary>One answer as it is written down.</summary>
/// <param name="Id">The record's identifier.</param>
/// <param name="Image">The picture's file.</param>
/// <param name="Question">What was asked.</param>
/// <param name="Reference">What the record answers.</param>
/// <param name="Answer">What the model answered.</param>
internal sealed record AnswerSample(string Id, string Image, string Question, string Reference, string Answer);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(AnswerSample))]
internal sealed partial class AnswerSampleJson : JsonSerializerContext;
