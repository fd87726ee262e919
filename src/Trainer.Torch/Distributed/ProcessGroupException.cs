namespace Trainer.Torch.Distributed;

/// <summary>Another process of the run ended, or did not answer in time. The cause lies there; this process was well.</summary>
public sealed class ProcessGroupException : Exception
{
    /// <summary>Says who waited for what, and how long.</summary>
    public ProcessGroupException(string message)
        : base(message)
    {
    }
}
