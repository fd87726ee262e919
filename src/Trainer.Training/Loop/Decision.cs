using Trainer.Torch.Distributed;

namespace Trainer.Training.Loop;

/// <summary>What all processes do next. Each knows its own signals, and only the first one evaluates, so they must agree.</summary>
/// <param name="StopCode">Exit code of a run that is to stop now; 0: it goes on.</param>
/// <param name="IsBest">Whether an evaluation was the best so far, which asks for a checkpoint.</param>
internal readonly record struct Decision(int StopCode, bool IsBest)
{
    /// <summary>Agrees on what any process wants.</summary>
    internal static Decision Of(ProcessGroup group, StopRequest stop, bool isBest)
    {
        double[][] wishes = group.AllGather(stop.ExitCode ?? 0, isBest ? 1 : 0);
        return new Decision((int)wishes.Max(wish => wish[0]), wishes.Any(wish => wish[1] > 0));
    }
}
