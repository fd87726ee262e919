using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using Trainer.Cli.Distributed;
using Trainer.Torch.Distributed;

namespace Trainer.Cli.Commands;

/// <summary>Starts several processes that train together.</summary>
internal static class LaunchCommand
{
    // torchrun's own.
    private const int UsualPort = 29500;

    private static readonly Option<int> ProcessesPerHost = new("--nproc-per-node") { Description = "Processes on this host; with GPUs, one for each.", Required = true };

    private static readonly Option<int> Hosts = new("--nnodes") { Description = "Number of hosts.", DefaultValueFactory = _ => 1 };

    private static readonly Option<int> HostRank = new("--node-rank") { Description = "Which of them this is, from 0.", DefaultValueFactory = _ => 0 };

    private static readonly Option<string> MasterAddress = new("--master-addr") { Description = "Name or address of host 0, as the others see it.", DefaultValueFactory = _ => "127.0.0.1" };

    private static readonly Option<int?> MasterPort = new("--master-port") { Description = $"Port at which host 0 listens: by default a free one, or {UsualPort} on several hosts." };

    private static readonly Argument<string[]> Started = new("command") { Description = "What each process runs: 'run RECIPE', with all that belongs to it.", Arity = ArgumentArity.OneOrMore };

    internal static Command Create()
    {
        Command command = new("launch", "Train what a recipe says in several processes, on one host or more.")
        {
            ProcessesPerHost,
            Hosts,
            HostRank,
            MasterAddress,
            MasterPort,
            Started,
        };
        command.SetAction(Launch);
        return command;
    }

    private static int Launch(ParseResult result)
    {
        Membership[] members = Members(result);
        using ProcessTeam team = ProcessTeam.Start(members, CommandLineOf(result), result.InvocationConfiguration.Output, result.InvocationConfiguration.Error);
        return team.Wait();
    }

    private static Membership[] Members(ParseResult result)
    {
        int here = AtLeast(result, ProcessesPerHost, 1);
        int hosts = AtLeast(result, Hosts, 1);
        int host = AtLeast(result, HostRank, 0);
        if (host >= hosts)
        {
            throw new UsageException($"--node-rank is {host}, but of {hosts} hosts the last one is {hosts - 1}. Set --nnodes to the number of hosts.");
        }

        int port = result.GetValue(MasterPort) ?? (hosts > 1 ? UsualPort : FreePort());
        return [.. Enumerable.Range(0, here).Select(local =>
            new Membership((host * here) + local, hosts * here, local, result.GetValue(MasterAddress)!, port))];
    }

    /// <summary>Everything from the verb on, options included, word by word.</summary>
    private static string[] CommandLineOf(ParseResult result)
    {
        string verb = result.GetRequiredValue(Started)[0];
        return verb == RunCommand.Name
            ? [.. result.Tokens.Select(token => token.Value).SkipWhile(word => word != RunCommand.Name)]
            : throw new UsageException($"launch starts '{RunCommand.Name}', not '{verb}'. Write ./trainer launch --nproc-per-node 2 {RunCommand.Name} recipe.yaml");
    }

    private static int AtLeast(ParseResult result, Option<int> option, int least) => result.GetValue(option) is int value && value >= least
        ? value
        : throw new UsageException($"{option.Name} is {result.GetValue(option)}, expected at least {least}.");

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
