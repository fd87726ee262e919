using Trainer.Modeling.Adapters;
using Trainer.Modeling.Attention;
using Trainer.Modeling.Backbones.Llama;
using Trainer.Modeling.Configuration;
using Trainer.Modeling.Layers;
using Trainer.Modeling.Vision;
using Trainer.Torch;

namespace Trainer.Modeling;

/// <summary>
/// A vision tower whose features, projected, take the places of image tokens in a language model's input: LLaVA, and families alike.
/// Token rows are expanded: every picture is <see cref="LlavaConfig.ImageTokenCount"/> image tokens in a row.
/// </summary>
public sealed class LlavaModel : IDisposable
{
    private readonly LlamaModel language;
    private readonly IVisionTower tower;
    private readonly IProjector projector;
    private readonly RotaryTable rotary;

    /// <summary>Makes the model, taking each weight from a source.</summary>
    /// <param name="config">Sizes.</param>
    /// <param name="source">Where weights come from.</param>
    /// <param name="compute">Device, and the type that activations have; weights of another type are cast as they are used.</param>
    public LlavaModel(LlavaConfig config, ParameterSource source, Placement compute)
    {
        Config = config;
        Compute = compute;
        var builder = new ParameterBuilder(source);
        (tower, projector, language) = Register(builder, config);
        rotary = new RotaryTable(config.Text, compute.Device);
        Parameters = builder.Parameters;
        Adapters = new AdapterSet([.. language.Linears]);
    }

    /// <summary>Sizes.</summary>
    public LlavaConfig Config { get; }

    /// <summary>Device and type of the activations.</summary>
    public Placement Compute { get; }

    /// <summary>Every weight of the base model, without adapters.</summary>
    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>The low-rank adapters, one for each role that has its own.</summary>
    public AdapterSet Adapters { get; }

    /// <summary>A model with fresh weights, to be trained from nothing.</summary>
    public static LlavaModel Initialize(LlavaConfig config, RandomStream stream, Placement placement) =>
        new(config, ParameterBuilder.Fresh(stream, placement), placement);

    /// <summary>Registers every weight of a model of these sizes, in order.</summary>
    internal static (IVisionTower Tower, IProjector Projector, LlamaModel Language) Register(ParameterBuilder builder, LlavaConfig config) =>
        (config.Family.Tower(builder, config), config.Family.Projector(builder, config), new LlamaModel(builder, config.Text));

    /// <summary>The tower's features of pictures, before the projector: what can be kept when the tower is frozen.</summary>
    /// <param name="pixels">Float32 [images, 3, size, size], normalised.</param>
    /// <param name="context">How the pass is run.</param>
    /// <returns>[images, tokens, width], as <see cref="LlavaConfig.Features"/> says.</returns>
    public Tensor ImageFeatures(Tensor pixels, ForwardContext context)
    {
        RequirePixels(pixels);
        using GradientMode mode = RecordIf(() => IsTraining(ParameterGroup.VisionTower));
        using var scope = new TensorScope();
        return scope.Keep(tower.Forward(pixels.To(Compute), context));
    }

    /// <summary>Maps features into the language model's stream.</summary>
    /// <param name="features">[images, tokens, width], as <see cref="ImageFeatures"/> gives them.</param>
    /// <param name="context">How the pass is run.</param>
    /// <param name="instructions">What is asked about each picture; families that don't read it here need none.</param>
    /// <returns>[images, image tokens, hidden].</returns>
    public Tensor Project(Tensor features, ForwardContext context, Instructions? instructions = null) => projector.Forward(features, instructions, context);

    /// <summary>The language model's input: token rows with pictures in the places of image tokens.</summary>
    /// <param name="ids">Int64 [batch, length], expanded.</param>
    /// <param name="images">[images, image tokens, hidden] in the order of their appearance, or none.</param>
    /// <returns>[batch, length, hidden].</returns>
    /// <exception cref="TorchException">The image tokens and the pictures' features differ in number.</exception>
    public Tensor Embed(Tensor ids, Tensor? images)
    {
        if (images is null)
        {
            return language.Embed(ids).To(Compute.DType);
        }

        Tensor isImage = ids.Eq(Config.ImageTokenId);

        // The image token's id may lie outside the token table; what stands in its place is overwritten.
        Tensor words = language.Embed(ids.MaskedFill(isImage, 0)).To(Compute.DType);
        Tensor places = isImage.Reshape(-1).NonZero().Squeeze(1);
        Tensor features = images.Reshape(-1, Config.Text.HiddenSize);
        if (places.Size(0) != features.Size(0))
        {
            throw new TorchException(
                $"The rows hold {places.Size(0)} image tokens, but the pictures have {features.Size(0)} features. "
                + $"Each picture takes {Config.ImageTokenCount} tokens.");
        }

        return words.Reshape(-1, Config.Text.HiddenSize).IndexCopy(0, places, features).Reshape(ids.Size(0), ids.Size(1), Config.Text.HiddenSize);
    }

    /// <summary>Runs the language model.</summary>
    /// <param name="embeddings">[batch, length, hidden].</param>
    /// <param name="window">Which tokens are real, and whose states are wanted.</param>
    /// <param name="cache">Tokens so far; none: these are all.</param>
    /// <param name="context">How the pass is run.</param>
    /// <returns>States after the final normalisation, [batch, length, hidden], or [wanted, hidden] of the tokens that the window wants.</returns>
    public Tensor Hidden(Tensor embeddings, SequenceWindow window, KvCache? cache, ForwardContext context)
    {
        using GradientMode mode = RecordIf(() => embeddings.RequiresGrad || Adapters.IsTraining || IsTraining(ParameterGroup.LanguageModel));
        return language.Hidden(embeddings, StepOf(embeddings, window, cache, context));
    }

    /// <summary>Runs the language model for tokens of which it is not clear yet whether anybody reads their states: without its last half block, and without gradients.</summary>
    /// <param name="embeddings">[batch, length, hidden].</param>
    /// <param name="window">Which tokens are real.</param>
    /// <param name="cache">Tokens so far; none: these are all.</param>
    /// <param name="context">How the pass is run.</param>
    public UnfinishedStates Look(Tensor embeddings, SequenceWindow window, KvCache? cache, ForwardContext context)
    {
        using GradientMode mode = GradientMode.Off();
        return language.Look(embeddings, StepOf(embeddings, window, cache, context));
    }

    /// <summary>Runs what <see cref="Look"/> left, for the tokens that are wanted.</summary>
    /// <returns>States after the final normalisation, […, hidden].</returns>
    public Tensor Finish(UnfinishedStates states, ForwardContext context)
    {
        using GradientMode mode = GradientMode.Off();
        return language.Finish(states, context);
    }

    /// <summary>Scores of every next token for chosen hidden states.</summary>
    public Tensor Logits(Tensor hidden) => language.Logits(hidden);

    /// <summary>A cache for this model's keys and values.</summary>
    public KvCache NewCache(long batch, long capacity) => new(Config.Text, Compute, batch, capacity);

    /// <summary>Frees every weight.</summary>
    public void Dispose()
    {
        Adapters.Dispose();
        rotary.Dispose();
        foreach (Parameter parameter in Parameters)
        {
            parameter.Value.Dispose();
        }
    }

    /// <summary>Frozen parts are run without recording: a checkpointed block of them would be run again for nothing.</summary>
    private static GradientMode RecordIf(Func<bool> isTraining) => GradientMode.IsRecording && isTraining() ? GradientMode.On() : GradientMode.Off();

    private bool IsTraining(ParameterGroup group) => Parameters.Any(parameter => parameter.Group == group && parameter.Trainable);

    private LlamaStep StepOf(Tensor embeddings, SequenceWindow window, KvCache? cache, ForwardContext context)
    {
        RotaryAngles angles = window.Positions is { } positions ? rotary.At(positions) : rotary.First(embeddings.Size(1));
        return new LlamaStep(angles, window, cache, context);
    }

    private void RequirePixels(Tensor pixels)
    {
        int size = Config.Vision.ImageSize;
        if (pixels.Rank != 4 || pixels.Size(1) != 3 || pixels.Size(2) != size || pixels.Size(3) != size)
        {
            throw new TorchException($"The vision tower expects pictures of [n, 3, {size}, {size}], but got {pixels}. Set data.image_size: {size}.");
        }
    }
}
