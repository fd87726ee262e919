namespace Trainer.Evaluation.Judges;

/// <summary>Whoever judges answers.</summary>
public interface IJudge
{
    /// <summary>The model that is asked.</summary>
    string Model { get; }

    /// <summary>How often each request is judged.</summary>
    int Repetitions { get; }

    /// <summary>The verdicts on each request, one for each repetition, in the order of the requests.</summary>
    /// <exception cref="JudgeException">A request has no verdict in the end.</exception>
    IReadOnlyList<IReadOnlyList<JudgeVerdict>> Ask(IReadOnlyList<JudgeRequest> requests);
}
