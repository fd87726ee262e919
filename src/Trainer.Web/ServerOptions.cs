using System.Net;
using System.Security.Cryptography;

namespace Trainer.Web;

/// <summary>Where a server listens, and to whom.</summary>
/// <param name="Address">Address to listen on.</param>
/// <param name="Port">Port; 0 takes any that is free.</param>
/// <param name="Token">What whoever asks must show; null: nothing, for a server that only this machine reaches.</param>
public sealed record ServerOptions(IPAddress Address, int Port, string? Token)
{
    private const int TokenBytes = 32;

    /// <summary>Options with a token wherever others than this machine can reach the server.</summary>
    /// <param name="address">Address to listen on.</param>
    /// <param name="port">Port; 0 takes any that is free.</param>
    /// <param name="token">The token, which then is asked for on this machine too; null: a new one where one is needed.</param>
    public static ServerOptions For(IPAddress address, int port, string? token = null) =>
        new(address, port, token ?? (IPAddress.IsLoopback(address) ? null : Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(TokenBytes))));
}
