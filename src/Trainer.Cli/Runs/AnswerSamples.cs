using System.Text.Json;
using System.Text.Json.Serialization;
using Trainer.Cli.Explanations;
using Trainer.Cli.Models;
using Trainer.Modeling.Weights;
using Trainer.Training;

namespace Trainer.Cli.Runs;

/// <summary>
/// Lets the model answer a few fixed questions, so that the report can show how answers change, <c>samples/step-N.jsonl</c>, and why it
/// gave one of them.
/// </summary>
/// <param name="answerer">Asks the model.</param>
/// <param name="explainer">Explains its answers.</param>
/// <param name="samples">What is asked.</param>
/// <param name="run">Where the answers go.</param>
internal sealed class AnswerSamples(Answerer answerer, Explainer explainer, IReadOnlyList<SampleQuestion> samples, RunDirectory run) : ITrainingHook
{
    public IReadOnlyDictionary<string, double> Evaluate(int step)
    {
        Inquiry[] questions = [.. samples.Select(sample => Inquiry.About(sample.Question, sample.ImagePath))];
        AnswerSample[] answered = [.. samples.Zip(answerer.Answer(questions), (sample, answer) => new AnswerSample(sample.Id, sample.ImagePath, sample.Question, sample.Reference, answer))];
        Directory.CreateDirectory(run.SamplesPath);
        AtomicFile.WriteText(
            Path.Combine(run.SamplesPath, $"step-{step}.jsonl"),
            string.Concat(answered.Select(sample => JsonSerializer.Serialize(sample, AnswerSampleJson.Default.AnswerSample) + "\n")));
        Explain(step, answered);
        return new Dictionary<string, double>();
    }

    /// <summary>Explains the longest answer, which has most to explain.</summary>
    private void Explain(int step, AnswerSample[] answered)
    {
        if (answered.MaxBy(sample => sample.Answer.Length) is { } longest && explainer.TryExplain(longest.Question, longest.Image, longest.Answer) is { } explained)
        {
            new RunExplanation(step, explainer.IsPadded, explained).Write(run.Path);
        }
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
