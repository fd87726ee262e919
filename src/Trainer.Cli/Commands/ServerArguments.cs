using System.CommandLine;
using System.Net;
using Trainer.Web;

namespace Trainer.Cli.Commands;

/// <summary>Where a verb listens, as options.</summary>
internal static class ServerArguments
{
    internal static readonly Option<string> Host = new("--host")
    {
        Description = "Address to listen on. Any but this machine's own (loopback) needs a token, which is printed with the page's address.",
        DefaultValueFactory = _ => "127.0.0.1",
    };

    /// <summary>The port, of which each verb has its own usual one.</summary>
    internal static Option<int> PortOption(int usual) => new("--port") { Description = "Port to listen on; 0 takes any that is free.", DefaultValueFactory = _ => usual };

    /// <summary>Reads both.</summary>
    /// <param name="result">The command line.</param>
    /// <param name="port">The verb's port.</param>
    /// <param name="token">The user's own token; null: a new one where one is needed.</param>
    /// <exception cref="UsageException">One of them makes no sense.</exception>
    internal static ServerOptions Read(ParseResult result, Option<int> port, string? token = null) => result.GetRequiredValue(port) is >= 0 and <= IPEndPoint.MaxPort
        ? ServerOptions.For(AddressOf(result.GetRequiredValue(Host)), result.GetRequiredValue(port), token)
        : throw new UsageException($"--port must be between 0 and {IPEndPoint.MaxPort}.");

    private static IPAddress AddressOf(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) ? IPAddress.Loopback
        : IPAddress.TryParse(host, out IPAddress? address) ? address
        : throw new UsageException($"--host must be an address such as 127.0.0.1, or 0.0.0.0 for all of this machine's, but is '{host}'.");
}
