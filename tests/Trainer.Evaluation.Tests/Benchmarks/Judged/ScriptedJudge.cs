using Trainer.Evaluation.Judges;

namespace Trainer.Evaluation.Tests.Benchmarks.Judged;

/// <summary>A judge that says what a test wants, and remembers what it was asked.</summary>
/// <param name="say">From the request and the repetition.</param>
internal sealed class ScriptedJudge(Func<JudgeRequest, int, string> say) : IJudge
{
    internal ScriptedJudge(string text)
        : this((_, _) => text)
    {
    }

    public string Model => "scripted";

    public int Repetitions { get; init; } = 1;

    internal List<JudgeRequest> Asked { get; } = [];

    public IReadOnlyList<IReadOnlyList<JudgeVerdict>> Ask(IReadOnlyList<JudgeRequest> requests)
    {
        Asked.AddRange(requests);
        return [.. requests.Select(request => (IReadOnlyList<JudgeVerdict>)[.. Enumerable.Range(0, Repetitions).Select(run => new JudgeVerdict(say(request, run), "scripted-1"))])];
    }
}
