using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Trainer.Annotation.Server;

/// <summary>
/// Turns away requests that the page itself would not make: under a foreign name (DNS rebinding), from a foreign page, or
/// without the token.
/// </summary>
/// <param name="address">What the server listens on.</param>
/// <param name="token">What a browser must show; null: nothing.</param>
internal sealed class RequestGuard(IPAddress address, string? token)
{
    private const string TokenParameter = "token";
    private const string CookiePrefix = "trainer-annotation-";

    /// <summary>Why a request is turned away; null: it is not. A browser that comes with the token is given a cookie.</summary>
    internal Refusal? Check(HttpContext context)
    {
        HttpRequest request = context.Request;
        return !IsOwnName(request.Host.Host) ? new Refusal(StatusCodes.Status421MisdirectedRequest, $"This server is not '{request.Host.Host}'. Use its address, or localhost.")
            : !IsOwnPage(request) ? new Refusal(StatusCodes.Status403Forbidden, "Another page may not ask this server.")
            : !IsKnown(context) ? new Refusal(StatusCodes.Status401Unauthorized, "Open the address that the program printed when it started, with its token.")
            : null;
    }

    /// <summary>A name that an attacker owns can be made to lead here; an address can't.</summary>
    private bool IsOwnName(string host)
    {
        bool isAddress = IPAddress.TryParse(host.Trim('[', ']'), out IPAddress? named);
        return IPAddress.IsLoopback(address)
            ? host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (isAddress && IPAddress.IsLoopback(named!))
            : isAddress || host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || host.Equals(Dns.GetHostName(), StringComparison.OrdinalIgnoreCase);
    }

    private static bool IsOwnPage(HttpRequest request) =>
        !request.Headers.TryGetValue("Origin", out var origin) || origin == $"{request.Scheme}://{request.Host}";

    private bool IsKnown(HttpContext context)
    {
        if (token is null)
        {
            return true;
        }

        string name = $"{CookiePrefix}{context.Connection.LocalPort}";
        if (IsToken(context.Request.Cookies[name]))
        {
            return true;
        }

        bool comesWithToken = context.Request.Path == "/" && IsToken(context.Request.Query[TokenParameter]);
        if (comesWithToken)
        {
            context.Response.Cookies.Append(name, token, new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Strict, Path = "/" });
        }

        return comesWithToken;
    }

    private bool IsToken(string? shown) => shown is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(shown), Encoding.UTF8.GetBytes(token!));
}

/// <summary>Why a request is turned away.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Message">For whoever looks.</param>
internal sealed record Refusal(int Status, string Message);
