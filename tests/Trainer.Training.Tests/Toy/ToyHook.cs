namespace Trainer.Training.Tests.Toy;

/// <summary>Returns prepared figures, one for each evaluation, and may do something else.</summary>
internal sealed class ToyHook(Func<int, double> figure) : ITrainingHook
{
    internal List<int> Steps { get; } = [];

    public IReadOnlyDictionary<string, double> Evaluate(int step)
    {
        Steps.Add(step);
        return new Dictionary<string, double> { ["eval/loss"] = figure(step) };
    }
}
