using System.CommandLine;
using Trainer.Cli.Models;

namespace Trainer.Cli.Commands;

/// <summary>The arguments of verbs that look at text as a model reads it.</summary>
internal static class TextArguments
{
    internal static readonly Option<string?> Model = new("--model", "-m") { Description = "Folder of a model, or of an adapter: its tokenizer, template and picture tokens. Weights are not read." };

    internal static readonly Option<string?> Tokenizer = new("--tokenizer") { Description = "A tokenizer.model, in place of a model; pictures take 576 tokens then." };

    /// <summary>Whether the command line names a model or a tokenizer.</summary>
    internal static bool AreGiven(ParseResult result) => result.GetValue(Model) is not null || result.GetValue(Tokenizer) is not null;

    /// <summary>Opens what the command line names.</summary>
    /// <exception cref="UsageException">It names neither.</exception>
    internal static ModelText Open(ParseResult result) => ModelText.Open(result.GetValue(Model), result.GetValue(Tokenizer), result.GetValue(CommonOptions.Template));
}
