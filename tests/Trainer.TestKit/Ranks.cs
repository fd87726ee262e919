using System.Net;
using System.Net.Sockets;
using System.Runtime.ExceptionServices;
using Trainer.Torch.Distributed;

namespace Trainer.TestKit;

/// <summary>Plays the processes of a run as threads of this one; they talk to each other by Gloo as real ones do.</summary>
public static class Ranks
{
    private static readonly TimeSpan Usual = TimeSpan.FromSeconds(60);

    /// <summary>Lets each rank do something, and returns what each made of it. What the first one throws by itself is thrown on.</summary>
    public static TResult[] Run<TResult>(int count, Func<ProcessGroup, TResult> body) =>
        [.. Attempt(count, Usual, body).Select(outcome => outcome.Result!)];

    /// <summary>The same, but returns what each rank threw; null where it ended well.</summary>
    public static Exception?[] Errors(int count, TimeSpan timeout, Action<ProcessGroup> body)
    {
        Outcome<int>[] outcomes = Collect(count, timeout, group =>
        {
            body(group);
            return 0;
        });
        return [.. outcomes.Select(outcome => outcome.Error)];
    }

    /// <summary>A port at which nobody listens.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static Outcome<TResult>[] Attempt<TResult>(int count, TimeSpan timeout, Func<ProcessGroup, TResult> body)
    {
        Outcome<TResult>[] outcomes = Collect(count, timeout, body);
        Exception[] errors = [.. outcomes.Select(outcome => outcome.Error).OfType<Exception>()];
        if (errors.Length > 0)
        {
            ExceptionDispatchInfo.Throw(errors.FirstOrDefault(error => error is not ProcessGroupException) ?? errors[0]);
        }

        return outcomes;
    }

    private static Outcome<TResult>[] Collect<TResult>(int count, TimeSpan timeout, Func<ProcessGroup, TResult> body)
    {
        int port = FreePort();
        var outcomes = new Outcome<TResult>[count];
        Thread[] threads = [.. Enumerable.Range(0, count).Select(rank =>
            new Thread(() => outcomes[rank] = One(new Membership(rank, count, rank, "127.0.0.1", port), timeout, body)))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        return outcomes;
    }

    // An exception must reach the test's thread, whatever it is.
#pragma warning disable CA1031
    private static Outcome<TResult> One<TResult>(Membership member, TimeSpan timeout, Func<ProcessGroup, TResult> body)
    {
        try
        {
            using ProcessGroup group = ProcessGroup.Join(member, new ProcessGroupOptions { Timeout = timeout });
            return new Outcome<TResult>(body(group), null);
        }
        catch (Exception error)
        {
            return new Outcome<TResult>(default, error);
        }
    }
#pragma warning restore CA1031

    private sealed record Outcome<TResult>(TResult? Result, Exception? Error);
}
