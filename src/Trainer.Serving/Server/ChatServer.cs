using Trainer.Serving.Models;
using Trainer.Serving.Work;
using Trainer.Web;

namespace Trainer.Serving.Server;

/// <summary>Serves models through OpenAI's chat API, and a page that compares two of them.</summary>
public sealed class ChatServer : IAsyncDisposable
{
    private readonly LocalServer server;
    private readonly ChatWorker worker;
    private readonly ChatService service;
    private readonly CancellationTokenSource ending;

    private ChatServer(LocalServer server, ChatWorker worker, ChatService service, CancellationTokenSource ending)
    {
        this.server = server;
        this.worker = worker;
        this.service = service;
        this.ending = ending;
        server.Stopping.Register(ending.Cancel);
    }

    /// <summary>The page's address, with the token where one is needed.</summary>
    public Uri Address => server.Address;

    /// <summary>Begins to serve.</summary>
    /// <param name="models">The models, under different names; the caller disposes them after the server.</param>
    /// <param name="where">Where, and to whom.</param>
    /// <param name="options">How much at once.</param>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<ChatServer> StartAsync(IReadOnlyList<IChatModel> models, ServerOptions where, ServingOptions options)
    {
        var ending = new CancellationTokenSource();
        var queue = new ChatQueue();
        var worker = new ChatWorker(queue, options);
        var service = new ChatService(models, queue, options, ending.Token);
        try
        {
            var routes = new ChatRoutes(models, service, worker, options);
            return new ChatServer(await LocalServer.StartAsync(where, routes.Site()), worker, service, ending);
        }
        catch
        {
            worker.Dispose();
            service.Dispose();
            ending.Dispose();
            throw;
        }
    }

    /// <summary>Waits until Ctrl-C or a scheduler ends the program.</summary>
    public Task WaitAsync() => server.WaitAsync();

    /// <summary>Stops serving: requests under way are told so.</summary>
    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        await server.DisposeAsync();
        worker.Dispose();
        service.Dispose();
        ending.Dispose();
    }
}
