using Trainer.Cli.Models;
using Trainer.Serving.Models;

namespace Trainer.Cli.Serving;

/// <summary>The models that a server was told to serve.</summary>
internal sealed class ServedModels : IDisposable
{
    private readonly List<ServedModel> opened = [];

    /// <summary>Opens models.</summary>
    /// <param name="folders">Each a folder, or NAME=folder; without a name it goes by its folder's.</param>
    /// <param name="template">Conversation template; null: that which each was trained with.</param>
    /// <param name="seed">Root of the draws.</param>
    /// <exception cref="UsageException">Two have the same name.</exception>
    internal ServedModels(IReadOnlyList<string> folders, string? template, ulong seed)
    {
        (string Name, string Folder)[] named = [.. folders.Select(Parse)];
        if (named.GroupBy(model => model.Name).FirstOrDefault(group => group.Count() > 1) is { } twins)
        {
            throw new UsageException($"Two models are called '{twins.Key}'. Name them: {string.Join(' ', twins.Select((twin, i) => $"--model {(char)('a' + i)}={twin.Folder}"))}.");
        }

        try
        {
            opened.AddRange(named.Select(model => new ServedModel(model.Name, LoadedModel.Open(model.Folder, template), seed)));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The models.</summary>
    internal IReadOnlyList<IChatModel> All => opened;

    public void Dispose() => opened.ForEach(model => model.Dispose());

    private static (string Name, string Folder) Parse(string text)
    {
        int sign = text.IndexOf('=');
        return sign > 0 && !Directory.Exists(text)
            ? (text[..sign], text[(sign + 1)..])
            : (Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(text))), text);
    }
}
