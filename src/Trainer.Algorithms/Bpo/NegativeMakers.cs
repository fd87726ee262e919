using System.Diagnostics;

namespace Trainer.Algorithms.Bpo;

/// <summary>Every way to make worse answers.</summary>
internal static class NegativeMakers
{
    /// <summary>The way that a recipe asks for.</summary>
    internal static INegativeMaker For(BpoOptions options) => options.Method switch
    {
        BpoMethod.Weaken => new WeakImageMaker(options.Weaken),
        BpoMethod.Inject => new ErrorInjector(options.Inject),
        BpoMethod.SelfSample => new SelfSampler(options.SelfSample),
        _ => throw new UnreachableException($"{options.Method} has no maker."),
    };
}
