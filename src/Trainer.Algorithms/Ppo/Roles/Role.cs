using Trainer.Algorithms.Common;
using Trainer.Data.Batches;
using Trainer.Modeling;
using Trainer.Modeling.Attention;
using Trainer.Torch;

namespace Trainer.Algorithms.Ppo.Roles;

/// <summary>A part that a base model plays: policy, reference, reward or value. Roles on one base share its weights and differ in their adapter.</summary>
/// <param name="model">The base.</param>
/// <param name="adapter">Name of the adapter that takes part; none: the base alone.</param>
/// <param name="features">Kept features of pictures, shared by all roles of the base.</param>
public sealed class Role(LlavaModel model, string? adapter, ImageFeatureCache features)
{
    /// <summary>The base.</summary>
    public LlavaModel Model => model;

    /// <summary>Kept features of pictures.</summary>
    public ImageFeatureCache Features => features;

    /// <summary>Lets the role's adapter take part until the result is disposed.</summary>
    public IDisposable Use() => model.Adapters.Use(adapter);

    /// <summary>The same with the adapter added to the base's weights.</summary>
    public IDisposable Merge() => adapter is null ? Use() : model.Adapters.Merge(adapter);

    /// <summary>Features of pictures before the projector, each computed once.</summary>
    /// <param name="pixels">Float32 [pictures, 3, size, size] on the processor.</param>
    public Tensor FeaturesOf(Tensor pixels) => PictureFeatures.Of(model, pixels, ForwardContext.Inference, features);

    /// <summary>States of chosen tokens after the final normalisation. The role must be in use.</summary>
    /// <param name="rows">Prompts with answers.</param>
    /// <param name="wanted">The tokens, Int64 [wanted] among rows · time.</param>
    /// <param name="context">Dropout and checkpointing.</param>
    /// <returns>[wanted, width].</returns>
    public Tensor Hidden(ConversationBatch rows, Tensor wanted, ForwardContext context)
    {
        Tensor? images = rows.Pixels is { } pixels ? model.Project(FeaturesOf(pixels), context, rows.Instructions) : null;
        Tensor embedded = model.Embed(rows.TokenIds.To(model.Compute.Device), images);
        return model.Hidden(embedded, new SequenceWindow { Starts = rows.Starts, Ends = rows.Ends, Wanted = wanted }, cache: null, context);
    }
}
