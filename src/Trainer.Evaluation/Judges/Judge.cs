using System.Collections.Concurrent;

namespace Trainer.Evaluation.Judges;

/// <summary>A model behind an endpoint that speaks OpenAI's protocol, asked for many verdicts at once and for none twice.</summary>
/// <param name="http">The connection.</param>
/// <param name="options">The endpoint.</param>
/// <param name="cache">Verdicts of this and earlier runs.</param>
/// <param name="time">The clock of pace and waits.</param>
public sealed class Judge(HttpClient http, JudgeOptions options, VerdictCache cache, TimeProvider time) : IJudge
{
    private readonly ChatEndpoint endpoint = new(http, options, time);

    /// <inheritdoc/>
    public string Model => options.Model;

    /// <inheritdoc/>
    public int Repetitions => options.Repetitions;

    /// <summary>Told what judging will take, before the first request is sent.</summary>
    public Action<JudgeEstimate>? BeforeAsking { get; init; }

    /// <summary>Told how many verdicts there are as they come, one at a time.</summary>
    public Action<int>? Progress { get; init; }

    /// <inheritdoc/>
    public IReadOnlyList<IReadOnlyList<JudgeVerdict>> Ask(IReadOnlyList<JudgeRequest> requests) => AskAsync(requests, CancellationToken.None).GetAwaiter().GetResult();

    /// <summary>The verdicts on each request, one for each repetition.</summary>
    /// <param name="requests">What to ask; equal ones are asked once.</param>
    /// <param name="cancellation">Stops asking; what came is kept.</param>
    /// <exception cref="JudgeException">A request has no verdict in the end.</exception>
    public async Task<IReadOnlyList<IReadOnlyList<JudgeVerdict>>> AskAsync(IReadOnlyList<JudgeRequest> requests, CancellationToken cancellation)
    {
        Case[] cases = [.. requests.SelectMany(request => Enumerable.Range(0, Repetitions).Select(repetition => CaseOf(request, repetition)))];
        Case[] wanted = [.. cases.DistinctBy(each => each.Key)];
        var verdicts = new ConcurrentDictionary<string, JudgeVerdict>(Known(wanted));
        Case[] open = [.. wanted.Where(each => !verdicts.ContainsKey(each.Key))];
        BeforeAsking?.Invoke(JudgeEstimate.Of([.. open.Select(each => each.Request)], verdicts.Count, options));

        var limits = new ParallelOptions { MaxDegreeOfParallelism = options.Concurrency, CancellationToken = cancellation };
        await Parallel.ForEachAsync(open, limits, async (each, token) =>
        {
            JudgeVerdict verdict = await endpoint.SendAsync(ChatBody.Write(Model, each.Request), token).ConfigureAwait(false);
            cache.Save(each.Key, verdict);
            verdicts[each.Key] = verdict;
            lock (limits)
            {
                Progress?.Invoke(verdicts.Count);
            }
        }).ConfigureAwait(false);

        return [.. cases.Chunk(Repetitions).Select(chunk => (IReadOnlyList<JudgeVerdict>)[.. chunk.Select(each => verdicts[each.Key])])];
    }

    private Case CaseOf(JudgeRequest request, int repetition) => new(request, VerdictCache.KeyOf(endpoint.Address, ChatBody.Write(Model, request), repetition));

    private IEnumerable<KeyValuePair<string, JudgeVerdict>> Known(Case[] wanted)
    {
        foreach (Case each in wanted)
        {
            if (cache.Find(each.Key) is { } verdict)
            {
                yield return KeyValuePair.Create(each.Key, verdict);
            }
        }
    }

    /// <summary>A verdict that is wanted.</summary>
    private sealed record Case(JudgeRequest Request, string Key);
}
