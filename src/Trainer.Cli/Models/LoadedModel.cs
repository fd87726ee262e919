using Trainer.Algorithms.Common;
using Trainer.Data.Text;
using Trainer.Modeling;
using Trainer.Modeling.Weights;
using Trainer.Recipes.Options;
using Trainer.Torch;

namespace Trainer.Cli.Models;

/// <summary>A model from disk, ready to be asked.</summary>
internal sealed class LoadedModel : IDisposable
{
    private readonly LlavaModel network;
    private readonly SentencePieceTokenizer tokenizer;

    private LoadedModel(LlavaModel network, SentencePieceTokenizer tokenizer, string template, string basePath)
    {
        this.network = network;
        this.tokenizer = tokenizer;
        BasePath = basePath;
        Dialogue = new Dialogue(network, tokenizer, ConversationTemplates.ByName(template));
    }

    /// <summary>What it takes to talk to it.</summary>
    internal Dialogue Dialogue { get; }

    /// <summary>Folder of the base model, which has the tokenizer.</summary>
    internal string BasePath { get; }

    /// <summary>Opens a model's folder, or an adapter's, which names its base.</summary>
    /// <param name="directory">Folder with config.json, or with adapter_config.json.</param>
    /// <param name="template">Name of the conversation template; null for the one that the model was trained with.</param>
    /// <param name="type">Element type of weights and activations.</param>
    /// <param name="deltaBase">Folder of the language model that the checkpoint is a difference to; null: it is whole.</param>
    internal static LoadedModel Open(string directory, string? template = null, ModelDtype type = ModelDtype.Float32, string? deltaBase = null)
    {
        Placement placement = ComputePlacement.For(type);
        string? adapterBase = AdapterFolder.BaseOf(directory);
        string basePath = adapterBase ?? directory;
        LlavaModel network = LlavaCheckpoint.Load(basePath, placement, placement.DType, deltaBase);
        try
        {
            if (adapterBase is not null)
            {
                AdapterFolder.Load(network, directory);
            }

            return new LoadedModel(network, SentencePieceTokenizer.Open(basePath), template ?? ChatTemplateFile.Read(directory, network.Config.Family.ChatTemplate), basePath);
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        network.Dispose();
        tokenizer.Dispose();
    }
}
