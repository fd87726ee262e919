using System.Text.Json.Nodes;
using Trainer.Cli.Evaluations;
using Trainer.Evaluation.Benchmarks;
using Trainer.Evaluation.Benchmarks.Chair;

namespace Trainer.Cli.Quickstart;

/// <summary>One of the compared models with its scores.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Path">Its folder.</param>
/// <param name="Pope">Scores of POPE's splits.</param>
/// <param name="Chair">Scores of CHAIR, caption by caption.</param>
internal sealed record QuickstartModel(string Name, string Path, IReadOnlyList<IBenchmarkResult> Pope, ChairResult Chair)
{
    internal JsonObject ToJson() => new()
    {
        ["name"] = Name,
        ["path"] = Path,
        ["pope"] = ScoreJson.Of(Pope),
        ["chair"] = ScoreJson.Of([Chair]),
    };
}
