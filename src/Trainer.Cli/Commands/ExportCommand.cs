using System.CommandLine;
using System.Text.Json.Nodes;
using Trainer.Cli.Exports;
using Trainer.Modeling.Configuration;
using Trainer.Torch;

namespace Trainer.Cli.Commands;

/// <summary>Writes a model as safetensors in either layout or as GGUF, adapters merged in, and proves that it computes the same.</summary>
internal static class ExportCommand
{
    private static readonly Option<ExportFormat> Format = new("--format")
    {
        Description = "safetensors for transformers and the llava package, or gguf for llama.cpp.",
        HelpName = "format",
        DefaultValueFactory = _ => ExportFormat.Safetensors,
    };

    private static readonly Option<ExportDtype> Type = new("--dtype")
    {
        Description = "Element type of the written weights: float32, bfloat16 or float16.",
        HelpName = "type",
        DefaultValueFactory = _ => ExportDtype.Float32,
    };

    private static readonly Option<int> ShardMegabytes = new("--max-shard-megabytes")
    {
        Description = "Most MiB of one file of safetensors.",
        DefaultValueFactory = _ => 5 << 10,
    };

    private static readonly Option<CheckpointLayout?> Layout = new("--layout")
    {
        Description = "huggingface for transformers, or llava for the llava package; by default huggingface, or llava where the projector is linear.",
        HelpName = "layout",
    };

    private static readonly Option<bool> AdapterOnly = new("--adapter-only") { Description = "Write the adapter by itself, as PEFT and the llava package read it, instead of merging it." };

    private static readonly Option<double?> Tolerance = new("--tolerance")
    {
        Description = "Largest difference of logits, as a share of the largest; exit code 6 above it. By default 0.0001, with float16 0.005, with bfloat16 0.03.",
        HelpName = "share",
    };

    private static readonly Option<string?> DeltaBase = new("--delta-base")
    {
        Description = "Folder of the language model that the checkpoint is published as a difference to; both are added.",
        HelpName = "folder",
    };

    internal static Command Create()
    {
        Command command = new("export", "Write a model for transformers, the llava package or llama.cpp, an adapter merged in; read it back and compare.")
        {
            CommonOptions.Model,
            CommonOptions.Out,
            Format,
            Type,
            ShardMegabytes,
            Layout,
            AdapterOnly,
            Tolerance,
            DeltaBase,
        };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult result)
    {
        var options = new ExportOptions(result.GetRequiredValue(CommonOptions.Model), result.GetRequiredValue(CommonOptions.Out))
        {
            Format = result.GetRequiredValue(Format),
            Type = (DType)result.GetRequiredValue(Type),
            MaxShardLength = (long)result.GetRequiredValue(ShardMegabytes) << 20,
            Layout = result.GetValue(Layout),
            AdapterOnly = result.GetValue(AdapterOnly),
            Tolerance = result.GetValue(Tolerance),
            DeltaBase = result.GetValue(DeltaBase),
        };
        RequireAnotherFolder(options);
        if (options.Format == ExportFormat.Gguf)
        {
            GgufExport.Require(options);
        }

        ExportReport report = new ModelExport(options).Run();
        string[] files = [.. Directory.GetFiles(options.Directory).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
        JsonObject json = new() { ["model"] = options.Directory, ["files"] = new JsonArray([.. files.Select(file => (JsonNode)file)]), ["check"] = report.Json() };
        result.InvocationConfiguration.Output.WriteLine(
            result.GetValue(CommandLine.JsonOption) ? json.ToJsonString() : $"{options.Directory}: {string.Join(", ", files)}\n{report.Text()}");
        return report.Passed ? ExitCode.Success : ExitCode.GateFailed;
    }

    private static void RequireAnotherFolder(ExportOptions options)
    {
        if (Path.GetFullPath(options.Source) == Path.GetFullPath(options.Directory))
        {
            throw new UsageException($"--out names the model's own folder {options.Source}. Choose another one.");
        }
    }
}
