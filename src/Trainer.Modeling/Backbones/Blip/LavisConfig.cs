using Trainer.Modeling.Configuration;
using Trainer.Modeling.Weights;

namespace Trainer.Modeling.Backbones.Blip;

/// <summary>Sizes of models whose folder is a Vicuna's with <c>.pth</c> files in it: config.json knows nothing of these, so that they are asked themselves.</summary>
internal static class LavisConfig
{
    private const int TowerHeads = 16;
    private const int FormerHeads = 12;

    /// <summary>The config, or null where the folder holds no such files, or those of the other family.</summary>
    /// <param name="reader">The language model's config.</param>
    /// <param name="family">The family.</param>
    /// <param name="readsInstruction">Whether its Q-Former reads the instruction; none: it has no Q-Former, and the projection reads the tower.</param>
    internal static LlavaConfig? Read(ConfigReader reader, Backbone family, bool? readsInstruction)
    {
        if (reader.Has("mm_vision_tower") || reader.Has("vision_config"))
        {
            return null;
        }

        using LavisFiles? files = LavisFiles.OpenIfAny(Path.GetDirectoryName(reader.File) ?? string.Empty);
        if (files is null || files.ReadsInstruction != (readsInstruction ?? false) || files.ProjectsTower == readsInstruction.HasValue)
        {
            return null;
        }

        LlamaConfig text = FlatLlavaConfig.WithTokenizersIds(LlamaConfigJson.Read(reader));
        var shapes = new Shapes(reader.File, files);
        return new LlavaConfig
        {
            Family = family,
            Text = text,
            Vision = Tower(shapes),
            SelectLayer = -1,
            QFormer = readsInstruction is { } reads ? Former(shapes, reads) : null,
            Projector = ProjectorKind.Linear,
            ImageTokenId = text.VocabularySize,
            ImageAspectRatio = ImageAspectRatio.Stretch,
        };
    }

    private static ClipVisionConfig Tower(Shapes shapes)
    {
        int patch = shapes.Size("vision_model.embeddings.patch_embedding.weight", 3);
        return new ClipVisionConfig
        {
            HiddenSize = shapes.Size("vision_model.embeddings.class_embedding", 2),
            IntermediateSize = shapes.Size("vision_model.encoder.layers.0.mlp.fc1.weight", 0),
            Layers = shapes.Count("vision_model.encoder.layers.", ".mlp.fc1.weight"),
            Heads = TowerHeads,
            ImageSize = patch * (int)Math.Sqrt(shapes.Size("vision_model.embeddings.position_embedding", 1) - 1),
            PatchSize = patch,
            LayerNormEpsilon = 1e-6,
            HiddenActivation = "gelu",
        };
    }

    private static QFormerConfig Former(Shapes shapes, bool readsInstruction) => new()
    {
        Queries = shapes.Size("query_tokens", 1),
        HiddenSize = shapes.Size("query_tokens", 2),
        IntermediateSize = shapes.Size("qformer.encoder.layer.0.intermediate_query.dense.weight", 0),
        Layers = shapes.Count("qformer.encoder.layer.", ".intermediate_query.dense.weight"),
        Heads = FormerHeads,
        ReadsInstruction = readsInstruction,
        VocabularySize = readsInstruction ? shapes.Size("qformer.embeddings.word_embeddings.weight", 0) : 0,
        MaxPositions = readsInstruction ? shapes.Size("qformer.embeddings.position_embeddings.weight", 0) : 0,
    };

    /// <summary>Sizes of tensors, with a message for those that are missing.</summary>
    private sealed class Shapes(string config, LavisFiles files)
    {
        internal int Size(string name, int dimension) => files.Tensors.TryGetValue(name, out TensorInfo? info) && info.Shape.Length > dimension && info.Shape[dimension] > 0
            ? (int)Math.Min(info.Shape[dimension], int.MaxValue)
            : throw new CheckpointException(
                $"{Path.GetDirectoryName(config)} has .pth files, but none of them holds {name}. "
                + "Put EVA-CLIP's tower (eva_vit_g.pth), BLIP-2's Q-Former (blip2_pretrained_flant5xxl.pth) and the projection's file there.");

        internal int Count(string start, string end) =>
            files.Tensors.Keys.Count(name => name.StartsWith(start, StringComparison.Ordinal) && name.EndsWith(end, StringComparison.Ordinal));
    }
}
