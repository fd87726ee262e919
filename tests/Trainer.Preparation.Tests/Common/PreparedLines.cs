using Trainer.Preparation.Common;
using Trainer.TestKit;

namespace Trainer.Preparation.Tests.Common;

/// <summary>A folder with input for <see cref="LineSource"/>, and what becomes of it.</summary>
internal sealed class PreparedLines : IDisposable
{
    private readonly TemporaryDirectory folder = new();

    internal PreparedLines(string lines) => folder.Write("in/data.jsonl", lines);

    internal string Output => Path.Combine(folder.Path, "out");

    internal PreparationOptions Options => new() { Input = Path.Combine(folder.Path, "in"), Output = Output };

    internal string Text(string name) => File.ReadAllText(Path.Combine(Output, name));

    internal string[] Lines(string name) => Text(name).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    internal string Write(string name, string text) => folder.Write(name, text);

    internal string Write(string name, byte[] bytes) => folder.Write(name, bytes);

    public void Dispose() => folder.Dispose();
}
