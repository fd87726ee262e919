using System.CommandLine;

namespace Trainer.Cli.Commands;

/// <summary>Options that several verbs have, so that they are spelt and explained alike.</summary>
internal static class CommonOptions
{
    internal static readonly Option<string> Out = new("--out", "-o") { Description = "Folder to write to.", Required = true };

    internal static readonly Option<ulong> Seed = new("--seed")
    {
        Description = "Root of all random draws; equal seeds write equal bytes.",
        DefaultValueFactory = _ => 17,
    };

    internal static readonly Option<string> Model = new("--model", "-m") { Description = "Folder of a model, or of an adapter, which names its base.", Required = true };

    internal static readonly Option<string?> Template = new("--template") { Description = "Conversation template; by default the one that the model was trained with." };

    internal static readonly Option<int> BatchSize = new("--batch-size")
    {
        Description = "Questions that are answered at once. Greedy answers don't depend on it.",
        DefaultValueFactory = _ => 64,
    };
}
