using System.Text.Json.Nodes;
using Trainer.Data;

namespace Trainer.Preparation.Common;

/// <summary>Says why a conversion came to nothing: nobody means to train on no records.</summary>
/// <param name="source">What was converted.</param>
/// <param name="options">How.</param>
/// <param name="problems">Path of the file that names what was wrong.</param>
internal sealed class EmptySet(IDataSource source, PreparationOptions options, string problems)
{
    /// <summary>The error that takes the place of the set.</summary>
    internal DataException Explain(PreparedSet set)
    {
        string[] counts = [.. set.Problems.Concat(set.LeftOut).Select(count => $"{count.Key} {count.Value}")];
        string cause = counts.Length == 0 ? $"{options.Input} has nothing to convert. Is it whole?" : $"{string.Join(", ", counts)}.";
        string remedy = set.Problems.ContainsKey(ProblemKinds.MissingImage) ? Pictures() : set.LeftOut.Count > 0 && source.Options.Count > 0 ? $"Check {string.Join(", ", Options("--option"))}." : "";
        return new DataException(string.Join(' ', [$"{options.Output} would have no record: {cause}", .. set.Problems.Count > 0 ? First() : [], remedy]).TrimEnd());
    }

    private string[] First()
    {
        JsonNode first = JsonNode.Parse(File.ReadLines(problems).First())!;
        return [$"The first: {first["file"]}:{first["line"]}, element {first["element"]}: {first["message"]}", $"{problems} names them all."];
    }

    private string Pictures() => $"{options.Images} {FolderGlance.Of(options.Images!)}. Check {string.Join(", ", ["--images", .. Options("--option image-")])}.";

    private string[] Options(string begin) => [.. source.Options.Select(option => $"--option {option.Name}={option.Values}").Where(option => option.StartsWith(begin, StringComparison.Ordinal))];
}
