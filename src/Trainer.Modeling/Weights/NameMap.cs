using Trainer.Modeling.Configuration;

namespace Trainer.Modeling.Weights;

/// <summary>
/// Names of weights: from every spelling that LLaVA checkpoints use to ours, and back to the one that is written.
/// Ours is the llava package's for language model and projector, and Hugging Face's for the tower.
/// </summary>
public static class NameMap
{
    private const string Tower = "vision_tower.";
    private const string TowerModel = "vision_tower.vision_model.";
    private const string FirstProjection = "model.mm_projector.0.";
    private const string SecondProjection = "model.mm_projector.2.";

    private static readonly string[] Ignored =
    [
        "rotary_emb.inv_freq", "embeddings.position_ids", "text_model.", "text_projection.", "visual_projection.", "logit_scale",
    ];

    /// <summary>Our name of a checkpoint's weight, or null for one that the model has no use for.</summary>
    public static string? ToOurs(string name)
    {
        if (Ignored.Any(part => name.Contains(part, StringComparison.Ordinal)))
        {
            return null;
        }

        if (name.StartsWith("vision_model.", StringComparison.Ordinal))
        {
            return Tower + name;
        }

        foreach (string prefix in (string[])["model.vision_tower.vision_tower.", "model.vision_tower.", "vision_tower."])
        {
            if (name.StartsWith(prefix, StringComparison.Ordinal))
            {
                string rest = name[prefix.Length..];
                return rest.StartsWith("vision_model.", StringComparison.Ordinal) ? Tower + rest : TowerModel + rest;
            }
        }

        return BlipNames.ToOurs(name) ?? LanguageOrProjector(name);
    }

    /// <summary>The name in the llava-hf layout, in the spelling that every version of transformers reads.</summary>
    public static string ToHuggingFace(string ours) => ours switch
    {
        _ when ours.StartsWith(Tower, StringComparison.Ordinal) => ours,
        _ when ours.StartsWith(FirstProjection, StringComparison.Ordinal) => "multi_modal_projector.linear_1." + ours[FirstProjection.Length..],
        _ when ours.StartsWith(SecondProjection, StringComparison.Ordinal) => "multi_modal_projector.linear_2." + ours[SecondProjection.Length..],
        _ when BlipNames.AreOfQFormer(ours) => ours,
        _ => "language_model." + ours,
    };

    /// <summary>The name in a layout.</summary>
    public static string ToLayout(string ours, CheckpointLayout layout) => layout switch
    {
        CheckpointLayout.Llava => ToLlava(ours),
        CheckpointLayout.Blip2 => BlipNames.ToBlip2(ours),
        CheckpointLayout.InstructBlip => BlipNames.ToInstructBlip(ours),
        _ => ToHuggingFace(ours),
    };

    /// <summary>The name in the llava package's layout.</summary>
    public static string ToLlava(string ours) => ours.StartsWith(Tower, StringComparison.Ordinal) ? $"model.vision_tower.{ours}" : ours;

    private static string LanguageOrProjector(string name)
    {
        (string From, string To)[] prefixes =
        [
            ("model.multi_modal_projector.linear_1.", FirstProjection),
            ("model.multi_modal_projector.linear_2.", SecondProjection),
            ("multi_modal_projector.linear_1.", FirstProjection),
            ("multi_modal_projector.linear_2.", SecondProjection),
            ("model.language_model.", "model."),
            ("language_model.model.", "model."),
            ("language_model.lm_head.", "lm_head."),
        ];
        foreach ((string from, string to) in prefixes)
        {
            if (name.StartsWith(from, StringComparison.Ordinal))
            {
                return to + name[from.Length..];
            }
        }

        return name;
    }
}
