using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Trainer.Annotation.Judgements;

namespace Trainer.Annotation.Server;

/// <summary>Serves the page on which people compare answers.</summary>
public sealed class AnnotationServer : IAsyncDisposable
{
    private const int LargestBody = 4096;

    /// <summary>The page loads its own style, script and pictures and nothing else; no page may show it within itself.</summary>
    private static readonly (string Name, string Value)[] Headers =
    [
        ("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "no-referrer"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
        ("Cache-Control", "no-store"),
    ];

    private readonly WebApplication application;
    private readonly ServerOptions options;

    private AnnotationServer(WebApplication application, ServerOptions options)
    {
        this.application = application;
        this.options = options;
    }

    /// <summary>The address to open, with the token where one is needed.</summary>
    public Uri Address
    {
        get
        {
            var bound = new Uri(application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
            bool isAny = options.Address.Equals(IPAddress.Any) || options.Address.Equals(IPAddress.IPv6Any);
            var address = new UriBuilder(bound) { Host = isAny ? Dns.GetHostName() : bound.Host, Query = options.Token is null ? "" : $"token={options.Token}" };
            return address.Uri;
        }
    }

    /// <summary>Begins to serve.</summary>
    /// <param name="store">The annotators; the caller disposes it after the server.</param>
    /// <param name="options">Where, and to whom.</param>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<AnnotationServer> StartAsync(AnnotationStore store, ServerOptions options)
    {
        // An empty builder reads neither settings files nor variables, so that nothing but the command line says where to listen.
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = LargestBody;
            kestrel.Listen(options.Address, options.Port, endpoint => endpoint.Protocols = HttpProtocols.Http1);
        });
        builder.Services.AddRoutingCore();
        WebApplication application = builder.Build();
        var guard = new RequestGuard(options.Address, options.Token);
        application.Use((context, next) => Admit(context, next, guard));
        application.UseRouting();
        new AnnotationRoutes(store).Map(application);
        await application.StartAsync();
        return new AnnotationServer(application, options);
    }

    /// <summary>Waits until Ctrl-C or a scheduler ends the program.</summary>
    public Task WaitAsync() => application.WaitForShutdownAsync();

    /// <summary>Stops serving.</summary>
    public ValueTask DisposeAsync() => application.DisposeAsync();

    private static async Task Admit(HttpContext context, RequestDelegate next, RequestGuard guard)
    {
        foreach ((string name, string value) in Headers)
        {
            context.Response.Headers[name] = value;
        }

        if (guard.Check(context) is { } refusal)
        {
            await JsonBody.Fail(context, refusal.Status, refusal.Message);
            return;
        }

        try
        {
            await next(context);
        }
        catch (IOException error) when (!context.Response.HasStarted)
        {
            // A judgement that could not be written, because the disk is full, say. The page shows the message.
            await JsonBody.Fail(context, StatusCodes.Status507InsufficientStorage, $"Not saved: {error.Message}");
        }
    }
}
