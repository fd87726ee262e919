using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Trainer.Annotation.Agreement;
using Trainer.Annotation.Labels;

namespace Trainer.Cli.Annotations;

/// <summary>Says what came of an annotation, in lines or as one JSON object.</summary>
/// <param name="output">Usually stdout.</param>
/// <param name="asJson">Whether as JSON.</param>
internal sealed class AnnotationOutput(TextWriter output, bool asJson)
{
    private static readonly JsonSerializerOptions Format = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>People's preferences were written.</summary>
    internal void Write(string path, ExportReport export, AgreementReport agreement) =>
        Write(Counts(path, export), Json(agreement), () => Print(path, export), () => Print(agreement));

    /// <summary>A simulated annotator's were.</summary>
    internal void Write(string path, ExportReport export, int errors) =>
        Write(Counts(path, export), new JsonObject { ["errors"] = errors }, () => Print(path, export), () => output.WriteLine($"{errors} of them the wrong way round, as asked for"));

    /// <summary>People have judged.</summary>
    internal void Write(AgreementReport agreement) => Write([], Json(agreement), () => Print(agreement));

    private void Write(JsonObject json, JsonObject more, params Action[] prints)
    {
        foreach ((string name, JsonNode? value) in more)
        {
            json[name] = value?.DeepClone();
        }

        if (asJson)
        {
            output.WriteLine(json.ToJsonString());
            return;
        }

        Array.ForEach(prints, print => print());
    }

    private static JsonObject Json(AgreementReport agreement) => JsonSerializer.SerializeToNode(agreement, Format)!.AsObject();

    private static JsonObject Counts(string path, ExportReport export)
    {
        JsonObject json = JsonSerializer.SerializeToNode(export, Format)!.AsObject();
        json["file"] = path;
        return json;
    }

    private void Print(string path, ExportReport export) =>
        output.WriteLine($"{export.Pairs} of {export.Items} pairs written to {path}; dropped: {export.Ties} ties, {export.Unjudged} not judged");

    private void Print(AgreementReport agreement)
    {
        output.WriteLine(agreement.Annotators.Count == 0 ? "Nobody has judged." : $"judged: {string.Join(", ", agreement.Annotators.Select(annotator => $"{annotator.Key} {annotator.Value}"))}");
        foreach (QuestionAgreement question in agreement.Questions.Where(question => question.Items > 0))
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  {question.Question,-14} {question.Items} shared pairs, {question.Comparisons} comparisons, {question.PercentAgreement:P1} agree, Cohen's kappa {Figure(question.CohenKappa)}, Krippendorff's alpha {Figure(question.KrippendorffAlpha)}"));
        }
    }

    private static string Figure(double? value) => value?.ToString("F3", CultureInfo.InvariantCulture) ?? "-";
}
