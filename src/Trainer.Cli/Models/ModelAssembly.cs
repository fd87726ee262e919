using Trainer.Algorithms.Common;
using Trainer.Algorithms.Common.Rewards;
using Trainer.Data.Rewards;
using Trainer.Data.Text;
using Trainer.Modeling;
using Trainer.Modeling.Adapters;
using Trainer.Modeling.Configuration;
using Trainer.Modeling.Weights;
using Trainer.Torch;
using ScoringHead = Trainer.Algorithms.Common.Rewards.RewardHead;

namespace Trainer.Cli.Models;

/// <summary>Makes a folder that every verb and recipe takes for a model out of the pieces that releases come in.</summary>
/// <param name="Parts">The base model.</param>
/// <param name="Adapter">Folder of a low-rank adapter, PEFT's or one of LLaVA-RLHF's runs; or none.</param>
/// <param name="RewardHead">File of a reward head; or none.</param>
/// <param name="Facts">What the reward model is told of pictures.</param>
internal sealed record ModelAssembly(LlavaParts Parts, string? Adapter, string? RewardHead, FactKind Facts)
{
    private const int RewardRow = 2048;
    private const ulong Seed = 42;

    /// <summary>Writes the folder; of the base, only places are written.</summary>
    /// <exception cref="CheckpointException">The pieces don't belong together.</exception>
    internal void Write(string directory)
    {
        string? adapter = Adapter is null ? null : AdapterCheckpoint.Find(Adapter)
            ?? throw new CheckpointException($"{Adapter} holds no adapter: there is no adapter_config.json in it, in its adapter_model or in its lora_default.");
        string basePath = WriteBase(adapter is null ? directory : Path.Combine(directory, "base"), adapter);
        using LlavaModel model = LlavaCheckpoint.Load(basePath, Placement.CpuFloat);
        if (adapter is not null)
        {
            LoraAdapter read = AdapterCheckpoint.Load(model.Adapters, TrainableModel.PolicyAdapter, adapter);
            AdapterCheckpoint.Save(read, directory, basePath);
            BesideAdapter.Copy(adapter, directory);
        }

        WriteHead(directory, model.Config);
    }

    /// <summary>A base that needs nothing stays where it is. A projector that was trained with the adapter may be the only one there is.</summary>
    private string WriteBase(string directory, string? adapter)
    {
        bool isPlain = !LlavaConfigJson.IsIn(Parts.LanguageModel);
        string? projector = Parts.Projector ?? (isPlain && adapter is not null ? Path.Combine(adapter, ProjectorFile.Trainables) : null);
        if (adapter is not null && projector is null && Parts.VisionTower is null)
        {
            return Parts.LanguageModel;
        }

        (Parts with { Projector = projector }).Assemble(directory);
        return directory;
    }

    private void WriteHead(string directory, LlavaConfig config)
    {
        if (RewardHead is null)
        {
            return;
        }

        var card = new RewardCard
        {
            ChatTemplate = ConversationTemplates.V1.Name,
            Prompt = RewardPrompts.LlavaRlhf.Name,
            PromptHash = RewardCard.HashOf(RewardPrompts.LlavaRlhf),
            Facts = new FactRule(Facts, FactOrder.ShuffledPerAnswer),
            Seed = Seed,
            ImageSize = config.Vision.ImageSize,
            ImageAspectRatio = config.ImageAspectRatio.ToString(),
            MaxLength = RewardRow,
        };
        using ScoringHead head = ScoringHead.From(RewardHead, config.Text.HiddenSize, card);
        head.Write(directory);
    }
}
