using Trainer.Algorithms.Common.Answers;
using Trainer.Data.Records;
using Trainer.Decoding;
using Trainer.Decoding.Strategies;
using Trainer.Modeling.Vision;
using Trainer.Torch;

namespace Trainer.Algorithms.Bpo;

/// <summary>Answers under a noised picture: arXiv:2403.08730, section 3.2.</summary>
internal sealed class WeakImageMaker(WeakenOptions options) : INegativeMaker
{
    private readonly DiffusionNoise noise = new();

    public string Type => "mllm-hal";

    public SamplingSettings Sampling => options.Sampling;

    public IReadOnlyList<Turn> TurnsOf(BpoRecord record) => options.ReleasedCleanup
        ? [new Turn(Speaker.Human, record.WithImage(QueryCleanup.ReleasedWeakening(record.Prompt)))]
        : record.Turns;

    public float[] See(float[] pixels, RecordDraws random) => options.Mode == WeakenMode.WeakImage ? Weaken(pixels, random) : pixels;

    public Contrast? ContrastFor(Func<Prompt, RecordDraws> drawsOf) => options.Mode == WeakenMode.WeakImage ? null : new Contrast
    {
        Branches = prompt => [prompt with { Pixels = Weaken(prompt.Pixels, drawsOf(prompt)) }],
        Alpha = options.CdAlpha,
        Beta = options.CdBeta,
        FirstTokenOnly = options.Mode == WeakenMode.VcdReference,
    };

    /// <summary>The picture with noise of the record's own step and draw.</summary>
    private float[] Weaken(float[] pixels, RecordDraws random)
    {
        using var scope = new TensorScope();
        using RandomStream stream = random.Stream("noise");
        return noise.Apply(Tensor.From(pixels), StepOf(random), stream).ToArray<float>();
    }

    private int StepOf(RecordDraws random) => options.NoiseStepRange is [var first, var last]
        ? random.Managed("noise_step").Next(first, last + 1)
        : options.NoiseStep[random.Managed("noise_step").Next(options.NoiseStep.Count)];
}
