using System.Text;

namespace Trainer.Evaluation.Benchmarks;

/// <summary>The protocols of all suites as a table, which docs/evaluation.md holds.</summary>
public static class ProtocolTable
{
    /// <summary>The table in Markdown, a row for each suite.</summary>
    public static string Markdown()
    {
        var table = new StringBuilder("| suite | files | wordings | rules for answers | metrics and averaging | source |\n|---|---|---|---|---|---|\n");
        foreach (BenchmarkDefinition suite in BenchmarkCatalog.All.DistinctBy(definition => definition.Suite))
        {
            BenchmarkProtocol protocol = suite.Protocol;
            table.Append(
                $"| `{suite.Suite}` | {protocol.Files} | {string.Join(", ", protocol.Prompts)} | {string.Join(", ", protocol.Parsers)} | {protocol.Metrics} | {protocol.Source} |\n");
        }

        return table.ToString();
    }
}
