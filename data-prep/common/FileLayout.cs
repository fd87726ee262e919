namespace Trainer.Preparation.Common;

/// <summary>How items stand in a file.</summary>
public sealed class FileLayout
{
    private FileLayout(string head, string separator, string tail)
    {
        Head = System.Text.Encoding.UTF8.GetBytes(head);
        Separator = System.Text.Encoding.UTF8.GetBytes(separator);
        Tail = System.Text.Encoding.UTF8.GetBytes(tail);
    }

    /// <summary>One object a line; each item ends its own line.</summary>
    public static FileLayout Lines { get; } = new("", "", "");

    /// <summary>One object, whose fields are the items.</summary>
    public static FileLayout Table { get; } = new("{\n", ",\n", "\n}\n");

    internal byte[] Head { get; }

    internal byte[] Separator { get; }

    internal byte[] Tail { get; }
}
