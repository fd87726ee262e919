using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Trainer.Web;

/// <summary>
/// Turns away requests that neither the site's own page nor a program on its own behalf would make: under a foreign name (DNS
/// rebinding), from a foreign page, or without the token.
/// </summary>
/// <param name="options">What the server listens on, and the token.</param>
/// <param name="site">Names the cookie, and the paths that need no token.</param>
internal sealed class RequestGuard(ServerOptions options, Site site)
{
    private const string TokenParameter = "token";
    private const string Scheme = "Bearer ";

    /// <summary>Why a request is turned away; null: it is not. A browser that comes with the token is given a cookie.</summary>
    internal Refusal? Check(HttpContext context)
    {
        HttpRequest request = context.Request;
        return !IsOwnName(request.Host.Host) ? new Refusal(StatusCodes.Status421MisdirectedRequest, $"This server is not '{request.Host.Host}'. Use its address, or localhost.")
            : !IsOwnPage(request) ? new Refusal(StatusCodes.Status403Forbidden, "Another page may not ask this server.")
            : !IsKnown(context) ? new Refusal(StatusCodes.Status401Unauthorized, "Open the address that the program printed when it started, with its token; programs send it as 'Authorization: Bearer TOKEN'.")
            : null;
    }

    /// <summary>A name that an attacker owns can be made to lead here; an address can't.</summary>
    private bool IsOwnName(string host)
    {
        bool isAddress = IPAddress.TryParse(host.Trim('[', ']'), out IPAddress? named);
        return IPAddress.IsLoopback(options.Address)
            ? host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (isAddress && IPAddress.IsLoopback(named!))
            : isAddress || host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || host.Equals(Dns.GetHostName(), StringComparison.OrdinalIgnoreCase);
    }

    private static bool IsOwnPage(HttpRequest request) =>
        !request.Headers.TryGetValue("Origin", out var origin) || origin == $"{request.Scheme}://{request.Host}";

    private bool IsKnown(HttpContext context)
    {
        string name = $"trainer-{site.Name}-{context.Connection.LocalPort}";
        HttpRequest request = context.Request;
        if (options.Token is not { } token || site.OpenPaths.Contains(request.Path.Value) || IsToken(request.Cookies[name]) || IsToken(BearerOf(request)))
        {
            return true;
        }

        bool comesWithToken = request.Path == "/" && IsToken(request.Query[TokenParameter]);
        if (comesWithToken)
        {
            context.Response.Cookies.Append(name, token, new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Strict, Path = "/" });
        }

        return comesWithToken;
    }

    private static string? BearerOf(HttpRequest request) =>
        request.Headers.Authorization.ToString() is { } shown && shown.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? shown[Scheme.Length..].Trim() : null;

    private bool IsToken(string? shown) => shown is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(shown), Encoding.UTF8.GetBytes(options.Token!));
}

/// <summary>Why a request is turned away.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Message">For whoever looks.</param>
internal sealed record Refusal(int Status, string Message);
