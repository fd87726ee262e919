using Trainer.Algorithms.Common;
using Trainer.Cli.Models;
using Trainer.Data.Text;
using Trainer.Data.Text.Pieces;
using Trainer.Modeling;
using Trainer.Modeling.Configuration;
using Trainer.Modeling.Weights;
using Trainer.Recipes.Options;
using Trainer.Torch;

namespace Trainer.Cli.Exports;

/// <summary>Writes a model for other software, reads it back, and compares what both compute.</summary>
/// <param name="options">What, and how.</param>
internal sealed class ModelExport(ExportOptions options)
{
    /// <summary>Scores are computed in Float32 whatever the weights, so that only what the writing rounds is seen.</summary>
    private static Placement Probing => ComputePlacement.For(ModelDtype.Float32);

    /// <summary>Writes, verifies, and leaves the verdict beside the weights.</summary>
    /// <exception cref="UsageException">The model can't be written so.</exception>
    /// <exception cref="CheckpointException">The source is broken, or the layout can't hold it.</exception>
    internal ExportReport Run()
    {
        string? adapterBase = AdapterFolder.BaseOf(options.Source);
        string basePath = adapterBase ?? options.Source;
        using var scope = new TensorScope();
        using LlavaModel model = LlavaCheckpoint.Load(basePath, Probing, weights: null, options.DeltaBase);
        if (adapterBase is not null)
        {
            AdapterFolder.Load(model, options.Source);
        }
        else if (options.AdapterOnly)
        {
            throw new UsageException($"--adapter-only needs an adapter, but {options.Source} is a whole model.");
        }

        if (options.Format == ExportFormat.Safetensors)
        {
            RequireRowsForText(basePath, model.Config);
            RequirePiecesForTransformers(basePath, model.Config);
        }

        Tensor before = LogitProbe.Logits(model);
        string template = ChatTemplateFile.Read(options.Source, model.Config.Family.ChatTemplate);
        Tensor after = options switch
        {
            { Format: ExportFormat.Gguf } => GgufExport.Logits(options, model, basePath, template),
            { AdapterOnly: true } => AdapterLogits(model, basePath),
            _ => MergedLogits(model, basePath),
        };
        if (options.Format == ExportFormat.Safetensors)
        {
            WriteBeside(model.Config, template);
        }

        ExportReport report = ExportReport.Compare(options, before, after);
        report.Write();
        return report;
    }

    /// <summary>Heads, and how the model is asked.</summary>
    private void WriteBeside(LlavaConfig config, string template)
    {
        HeadFiles.Write(options.Source, options.Directory, options.Layout ?? CheckpointLayouts.For(config));
        ChatTemplateFile.Write(options.Directory, template);
        WriteJinja(config, template);
        WriteTokenizer(config);
    }

    private Tensor MergedLogits(LlavaModel model, string basePath)
    {
        LlavaCheckpoint.Save(model, options.Directory, new SaveOptions
        {
            Origin = basePath,
            MaxShardLength = options.MaxShardLength,
            Layout = options.Layout,
            Type = options.Type,
        });
        using LlavaModel written = LlavaCheckpoint.Load(options.Directory, Probing);
        return LogitProbe.Logits(written);
    }

    /// <summary>Both adapters read the same base, so that what differs is the adapter.</summary>
    private Tensor AdapterLogits(LlavaModel model, string basePath)
    {
        const string again = "exported";
        CheckpointLayout layout = options.Layout ?? CheckpointLayouts.For(model.Config);
        AdapterCheckpoint.Save(model.Adapters.All[TrainableModel.PolicyAdapter], options.Directory, basePath, layout);
        BesideAdapter.Copy(options.Source, options.Directory, layout);
        if (layout == CheckpointLayout.Llava)
        {
            string config = LlavaConfigWriter.Files(model.Config, model.Parameters[0].Value.DType, basePath, layout)["config.json"];
            AtomicFile.WriteText(Path.Combine(options.Directory, "config.json"), config);
        }

        AdapterCheckpoint.Load(model.Adapters, again, options.Directory);
        using IDisposable role = model.Adapters.Use(again);
        BesideAdapter.Load(model, options.Directory);
        return LogitProbe.Logits(model);
    }

    private void WriteJinja(LlavaConfig config, string template)
    {
        string path = Path.Combine(options.Directory, ChatTemplateFile.HuggingFaceName);
        bool isRead = !options.AdapterOnly && (options.Layout ?? CheckpointLayouts.For(config)) == CheckpointLayout.HuggingFace;
        if (isRead && !File.Exists(path) && !File.Exists(Path.ChangeExtension(path, ".jinja")))
        {
            AtomicFile.WriteText(path, JinjaTemplate.File(ConversationTemplates.ByName(template)));
        }
    }

    private bool IsForTransformers(LlavaConfig config) =>
        !options.AdapterOnly && (options.Layout ?? CheckpointLayouts.For(config)) != CheckpointLayout.Llava;

    /// <summary>The whole tokenizer in one file, where none came along that fits.</summary>
    private void WriteTokenizer(LlavaConfig config)
    {
        if (IsForTransformers(config) && TokenizerJson.IsMissing(options.Directory))
        {
            TokenizerJson.Write(options.Directory);
        }
    }

    /// <summary>Known before gigabytes are written.</summary>
    private void RequirePiecesForTransformers(string basePath, LlavaConfig config)
    {
        if (IsForTransformers(config) && TokenizerJson.IsMissing(basePath))
        {
            TokenizerJson.Require(basePath);
        }
    }

    /// <summary>The llava layout ends before the picture's row, which must not cut off a token of the text.</summary>
    private void RequireRowsForText(string basePath, LlavaConfig config)
    {
        if (options.Layout != CheckpointLayout.Llava || options.AdapterOnly || config.HasImageMarks || config.ImageTokenId < 0)
        {
            return;
        }

        using SentencePieceTokenizer tokenizer = SentencePieceTokenizer.Open(basePath);
        if (config.ImageTokenId < tokenizer.TextVocabularySize)
        {
            throw new UsageException(
                $"--layout llava ends the vocabulary before the picture's token {config.ImageTokenId}, but the tokenizer has {tokenizer.TextVocabularySize} tokens of text. Choose --layout huggingface.");
        }
    }
}
