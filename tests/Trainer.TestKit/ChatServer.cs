using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Trainer.TestKit;

/// <summary>An endpoint in this process that speaks OpenAI's protocol, counts its requests, and answers as a test says.</summary>
public sealed class ChatServer : IDisposable
{
    private readonly HttpListener listener = new();
    private readonly Func<int, JsonElement, ServerReply> answer;
    private int underWay;

    /// <summary>Starts.</summary>
    /// <param name="answer">From the request's number, counted from 1, and its body.</param>
    public ChatServer(Func<int, JsonElement, ServerReply> answer)
    {
        this.answer = answer;
        Url = new Uri($"http://127.0.0.1:{FreePort()}/v1");
        listener.Prefixes.Add($"{Url.GetLeftPart(UriPartial.Authority)}/");
        listener.Start();
        _ = ListenAsync();
    }

    /// <summary>Its root, as a client names it.</summary>
    public Uri Url { get; }

    /// <summary>Requests so far.</summary>
    public int Requests { get; private set; }

    /// <summary>Most requests that were under way at once.</summary>
    public int MostUnderWay { get; private set; }

    /// <summary>The last request's key.</summary>
    public string? Authorization { get; private set; }

    /// <summary>The last request's path.</summary>
    public string? Path { get; private set; }

    /// <inheritdoc/>
    public void Dispose() => listener.Close();

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private async Task ListenAsync()
    {
        while (listener.IsListening)
        {
            try
            {
                HttpListenerContext context = await listener.GetContextAsync();
                _ = Task.Run(() => HandleAsync(context));
            }
            catch (Exception error) when (error is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task HandleAsync(HttpListenerContext context)
    {
        Note(context.Request);
        using JsonDocument body = await JsonDocument.ParseAsync(context.Request.InputStream);
        ServerReply reply = answer(Count(), body.RootElement);
        await reply.Until;
        Leave();
        context.Response.StatusCode = reply.Status;
        if (reply.RetryAfter is { } wait)
        {
            context.Response.Headers["Retry-After"] = wait;
        }

        try
        {
            await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(reply.Body));
            context.Response.Close();
        }
        catch (Exception error) when (error is HttpListenerException or ObjectDisposedException or IOException)
        {
            // The other side has hung up, which is what some tests are about.
        }
    }

    private void Note(HttpListenerRequest request)
    {
        lock (listener)
        {
            Authorization = request.Headers["Authorization"];
            Path = request.Url!.AbsolutePath;
            underWay++;
            MostUnderWay = Math.Max(MostUnderWay, underWay);
        }
    }

    private int Count()
    {
        lock (listener)
        {
            return ++Requests;
        }
    }

    private void Leave()
    {
        lock (listener)
        {
            underWay--;
        }
    }
}

/// <summary>What the endpoint answers.</summary>
/// <param name="Status">HTTP's status.</param>
/// <param name="Body">The body.</param>
public sealed record ServerReply(int Status, string Body)
{
    /// <summary>The header of that name; null for none.</summary>
    public string? RetryAfter { get; init; }

    /// <summary>The reply waits for this.</summary>
    public Task Until { get; init; } = Task.CompletedTask;

    /// <summary>A chat completion.</summary>
    public static ServerReply Says(string text, string model = "judge-2026-01-01") =>
        new(200, JsonSerializer.Serialize(new { model, choices = new[] { new { message = new { role = "assistant", content = text } } } }));
}
