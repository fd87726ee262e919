using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Trainer.Web;

/// <summary>Serves a site to this machine, or to whoever shows a token.</summary>
public sealed class LocalServer : IAsyncDisposable
{
    private readonly WebApplication application;
    private readonly ServerOptions options;

    private LocalServer(WebApplication application, ServerOptions options)
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

    /// <summary>Fires when the server is told to end.</summary>
    public CancellationToken Stopping => application.Lifetime.ApplicationStopping;

    /// <summary>Begins to serve.</summary>
    /// <param name="options">Where, and to whom.</param>
    /// <param name="site">What.</param>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<LocalServer> StartAsync(ServerOptions options, Site site)
    {
        // An empty builder reads neither settings files nor variables, so that nothing but the command line says where to listen.
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = site.LargestBody;
            kestrel.Listen(options.Address, options.Port, endpoint => endpoint.Protocols = HttpProtocols.Http1);
        });
        builder.Services.AddRoutingCore();
        WebApplication application = builder.Build();
        var guard = new RequestGuard(options, site);
        application.Use((context, next) => Admit(context, next, guard, site));
        application.UseRouting();
        Map(application, site);
        await application.StartAsync();
        return new LocalServer(application, options);
    }

    /// <summary>Waits until Ctrl-C or a scheduler ends the program.</summary>
    public Task WaitAsync() => application.WaitForShutdownAsync();

    /// <summary>Stops serving.</summary>
    public ValueTask DisposeAsync() => application.DisposeAsync();

    private static void Map(IEndpointRouteBuilder routes, Site site)
    {
        foreach (PageFile file in site.Files)
        {
            routes.MapGet(file.Path, context => Send(context, site, file));
        }

        site.Map(routes);
    }

    private static async Task Send(HttpContext context, Site site, PageFile file)
    {
        await using Stream content = site.Resources.GetManifestResourceStream(file.Name)!;
        context.Response.ContentType = file.Type;
        await content.CopyToAsync(context.Response.Body, context.RequestAborted);
    }

    private static Task Admit(HttpContext context, RequestDelegate next, RequestGuard guard, Site site)
    {
        foreach ((string name, string value) in Headers(site))
        {
            context.Response.Headers[name] = value;
        }

        return guard.Check(context) is { } refusal ? site.Fail(context, refusal.Status, refusal.Message) : site.Handle(context, next);
    }

    /// <summary>A page loads its own style, script and pictures and nothing else; no page may show it within itself.</summary>
    private static IEnumerable<(string Name, string Value)> Headers(Site site) =>
    [
        ("Content-Security-Policy", $"default-src 'none'; script-src 'self'; style-src 'self'; img-src {site.PictureSources}; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "no-referrer"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
        ("Cache-Control", "no-store"),
    ];
}
