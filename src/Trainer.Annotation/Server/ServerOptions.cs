using System.Net;
using System.Security.Cryptography;

namespace Trainer.Annotation.Server;

/// <summary>Where the page is served, and to whom.</summary>
/// <param name="Address">Address to listen on.</param>
/// <param name="Port">Port; 0 takes any that is free.</param>
/// <param name="Token">What a browser must show; null: nothing, for a page that only this machine reaches.</param>
public sealed record ServerOptions(IPAddress Address, int Port, string? Token)
{
    private const int TokenBytes = 32;

    /// <summary>Options whose token is new, and is there wherever others than this machine can reach the page.</summary>
    public static ServerOptions For(IPAddress address, int port) =>
        new(address, port, IPAddress.IsLoopback(address) ? null : Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(TokenBytes)));
}
