using Trainer.Algorithms.Common.Answers;
using Trainer.Data.Records;

namespace Trainer.Algorithms.Bpo;

/// <summary>The model's usual answers, which a weakened picture is compared with in the paper's ablation.</summary>
internal sealed class SelfSampler(SelfSampleOptions options) : INegativeMaker
{
    public string Type => "self-sample";

    public int Samples => options.NumSamples;

    public SamplingSettings Sampling => options.Sampling;

    public IReadOnlyList<Turn> TurnsOf(BpoRecord record) => record.Turns;
}
