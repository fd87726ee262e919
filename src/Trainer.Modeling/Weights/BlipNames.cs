namespace Trainer.Modeling.Weights;

/// <summary>Names of weights in transformers' BLIP-2 and InstructBLIP. Ours differ in the projector, whose place LLaVA's has, and in the tower's prefix.</summary>
internal static class BlipNames
{
    private const string Tower = "vision_tower.";
    private const string Projector = "model.mm_projector.";
    private const string BlipProjector = "language_projection.";
    private const string Norm = "qformer.embeddings.layernorm.";
    private const string Blip2Norm = "qformer.layernorm.";

    /// <summary>Whether a weight of ours is the Q-Former's.</summary>
    internal static bool AreOfQFormer(string ours) => ours == "query_tokens" || ours.StartsWith("qformer.", StringComparison.Ordinal);

    /// <summary>Our name of what stands between tower and language model; null for everything else.</summary>
    internal static string? ToOurs(string name) => name switch
    {
        _ when name.StartsWith(BlipProjector, StringComparison.Ordinal) => Projector + name[BlipProjector.Length..],
        _ when name.StartsWith(Blip2Norm, StringComparison.Ordinal) => Norm + name[Blip2Norm.Length..],
        _ => null,
    };

    /// <summary>The name in BLIP-2, which has no words to embed beside the queries.</summary>
    internal static string ToBlip2(string ours) =>
        ours.StartsWith(Norm, StringComparison.Ordinal) ? Blip2Norm + ours[Norm.Length..] : ToInstructBlip(ours);

    /// <summary>The name in InstructBLIP.</summary>
    internal static string ToInstructBlip(string ours) => ours switch
    {
        _ when AreOfQFormer(ours) => ours,
        _ when ours.StartsWith(Tower, StringComparison.Ordinal) => ours[Tower.Length..],
        _ when ours.StartsWith(Projector, StringComparison.Ordinal) => BlipProjector + ours[Projector.Length..],
        _ => "language_model." + ours,
    };
}
