using System.Net;
using System.Net.Sockets;

namespace Trainer.Torch.Distributed;

/// <summary>The address under which this host is seen from another one.</summary>
internal static class LocalAddress
{
    /// <summary>
    /// Asks the routing table; nothing is sent. A host's own name won't do: it often stands for a loopback address, at which
    /// other hosts find nobody.
    /// </summary>
    /// <param name="host">Name or address of the other host.</param>
    /// <param name="port">Any of its ports.</param>
    internal static string Towards(string host, int port)
    {
        try
        {
            using var probe = new UdpClient(host, port);
            return ((IPEndPoint)probe.Client.LocalEndPoint!).Address.ToString();
        }
        catch (SocketException error)
        {
            throw new ProcessGroupException($"The host of rank 0, {host}, can't be reached: {error.Message}. Check MASTER_ADDR and the network.");
        }
    }
}
