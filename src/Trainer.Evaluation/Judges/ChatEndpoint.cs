using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Trainer.Evaluation.Judges;

/// <summary>
/// Sends requests to an endpoint that speaks OpenAI's protocol. Refused for being too many, failed, late and broken replies are asked for
/// again: after as long as the endpoint says, or else twice as long as the last time.
/// </summary>
/// <param name="http">The connection.</param>
/// <param name="options">The endpoint.</param>
/// <param name="time">The clock of the waits.</param>
internal sealed class ChatEndpoint(HttpClient http, JudgeOptions options, TimeProvider time)
{
    private const int LongestQuote = 200;

    private readonly Uri address = new($"{options.Url.AbsoluteUri.TrimEnd('/')}/chat/completions");
    private readonly Pace pace = new(options.RequestsPerMinute, time);

    /// <summary>Where requests go.</summary>
    internal Uri Address => address;

    /// <summary>Sends a body until a verdict comes.</summary>
    /// <exception cref="JudgeException">None came, or the endpoint refuses for good.</exception>
    internal async Task<JudgeVerdict> SendAsync(string body, CancellationToken cancellation)
    {
        for (int attempt = 1; ; attempt++)
        {
            await pace.WaitAsync(cancellation).ConfigureAwait(false);
            Reply reply = await TryAsync(body, cancellation).ConfigureAwait(false);
            if (reply.Verdict is { } verdict)
            {
                return verdict;
            }

            if (!reply.MayRecover || attempt == options.Attempts)
            {
                throw new JudgeException($"The judge at {address} gave no verdict in {attempt} attempts. {reply.Problem} What it said before is kept; the next run asks only for the rest.");
            }

            await Task.Delay(reply.Wait ?? options.FirstDelay * Math.Pow(2, attempt - 1), time, cancellation).ConfigureAwait(false);
        }
    }

    private async Task<Reply> TryAsync(string body, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(options.Timeout);
        try
        {
            using HttpRequestMessage message = Message(body);
            using HttpResponseMessage response = await http.SendAsync(message, limit.Token).ConfigureAwait(false);
            return Read(response, await response.Content.ReadAsStringAsync(limit.Token).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return Reply.Failed($"It took longer than {options.Timeout.TotalSeconds:G3} s.");
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            return Reply.Failed($"{error.Message}");
        }
    }

    private HttpRequestMessage Message(string body)
    {
        var message = new HttpRequestMessage(HttpMethod.Post, address) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        message.Headers.Authorization = options.Key is null ? null : new AuthenticationHeaderValue("Bearer", options.Key);
        return message;
    }

    private Reply Read(HttpResponseMessage response, string body)
    {
        string quote = body.Length <= LongestQuote ? body : body[..LongestQuote] + "…";
        string problem = $"It answered {(int)response.StatusCode}: {quote}";
        return response.StatusCode switch
        {
            HttpStatusCode.OK => new Reply(ChatBody.Read(body, options.Model), MayRecover: true, Wait: null, $"It sent no chat completion: {quote}"),
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => Reply.Refused($"{problem} Set the environment variable with its key."),
            HttpStatusCode.NotFound => Reply.Refused($"{problem} Check the address and the model {options.Model}."),
            HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError =>
                Reply.Failed(problem) with { Wait = WaitOf(response.Headers.RetryAfter) },
            _ => Reply.Refused(problem),
        };
    }

    private TimeSpan? WaitOf(RetryConditionHeaderValue? header)
    {
        TimeSpan? wait = header?.Delta ?? header?.Date - time.GetUtcNow();
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }

    /// <summary>What came of one attempt.</summary>
    private sealed record Reply(JudgeVerdict? Verdict, bool MayRecover, TimeSpan? Wait, string Problem)
    {
        internal static Reply Failed(string problem) => new(null, MayRecover: true, Wait: null, problem);

        internal static Reply Refused(string problem) => new(null, MayRecover: false, Wait: null, problem);
    }
}
