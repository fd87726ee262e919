namespace Trainer.Algorithms.Ppo.Kl;

/// <summary>Sets how much divergence from the reference costs.</summary>
public interface IKlController
{
    /// <summary>Price of a nat, β.</summary>
    double Coefficient { get; }

    /// <summary>Takes in what a rollout measured.</summary>
    /// <param name="measuredKl">Mean over the answers of all processes of their summed divergence, nats.</param>
    /// <param name="samples">Answers of all processes.</param>
    void Update(double measuredKl, int samples);

    /// <summary>The state, for a checkpoint.</summary>
    string Save();

    /// <summary>Goes on from what <see cref="Save"/> returned.</summary>
    /// <exception cref="Modeling.Weights.CheckpointException">The text is no such state.</exception>
    void Restore(string state);
}
