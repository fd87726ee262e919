namespace Trainer.Modeling.Weights.TorchFiles;

/// <summary>What can be wrong with a torch file, each kind with its own remedy.</summary>
internal static class TorchFault
{
    private const int LongestName = 80;

    /// <summary>Bytes that no writer leaves: the file was cut or changed.</summary>
    internal static CheckpointException Damaged(string problem) => new($"{problem}; copy or download the file again");

    /// <summary>Something that weights have no need of and that could do harm.</summary>
    internal static CheckpointException Refused(string problem) =>
        new($"{problem}; nothing of the file was run. Ask its author for safetensors, or for a plain dictionary of tensors");

    /// <summary>A harmless file in a form that is not read here.</summary>
    internal static CheckpointException SaveAgain(string problem) =>
        new($"{problem}; where you trust the file, save it again with torch 1.6 or later: torch.save(torch.load(path, map_location='cpu'), path)");

    /// <summary>Text from the file as it may be shown: short, and without characters that steer a terminal.</summary>
    internal static string Shown(string text)
    {
        string visible = string.Concat(text.Take(LongestName).Select(letter => char.IsControl(letter) || char.IsSurrogate(letter) ? '?' : letter));
        return text.Length > LongestName ? visible + "…" : visible;
    }
}
