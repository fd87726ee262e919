using System.CommandLine;
using Trainer.Cli.Serving;
using Trainer.Serving;
using Trainer.Serving.Server;
using Trainer.Web;

namespace Trainer.Cli.Commands;

/// <summary>Lets OpenAI's clients ask models, and people compare two of them on a page.</summary>
internal static class ServeCommand
{
    private const int UsualPort = 5090;
    private const string TokenVariable = "TRAINER_SERVE_TOKEN";

    private static readonly ServingOptions Defaults = new();

    private static readonly Option<string[]> Models = new("--model", "-m")
    {
        Description = "Folder of a model, or of an adapter, which names its base; NAME=folder names it. May be given several times.",
        Required = true,
    };

    private static readonly Option<int> Port = ServerArguments.PortOption(UsualPort);

    private static readonly Option<int> BatchSize = new("--batch-size")
    {
        Description = "Most requests that are answered together. Greedy answers don't depend on it.",
        DefaultValueFactory = _ => Defaults.BatchSize,
    };

    private static readonly Option<int> MostRequests = new("--max-requests")
    {
        Description = "Most requests that are here at once, waiting or being answered; the next one gets status 429.",
        DefaultValueFactory = _ => Defaults.MostRequests,
    };

    internal static Command Create()
    {
        Command command = new("serve", "Answer clients of OpenAI's chat API, and people on a page that compares two models or decoders.")
        {
            Models, CommonOptions.Template, ServerArguments.Host, Port, BatchSize, MostRequests, CommonOptions.Seed,
        };
        command.SetAction((result, _) => Serve(result));
        return command;
    }

    private static async Task<int> Serve(ParseResult result)
    {
        ServerOptions where = ServerArguments.Read(result, Port, TokenOf(Environment.GetEnvironmentVariable(TokenVariable)));
        TextWriter progress = Progress.For(result);
        ServingOptions options = Defaults with
        {
            BatchSize = AtLeastOne(result, BatchSize),
            MostRequests = AtLeastOne(result, MostRequests),
            Log = TextWriter.Synchronized(progress),
        };
        using var models = new ServedModels(result.GetRequiredValue(Models), result.GetValue(CommonOptions.Template), result.GetRequiredValue(CommonOptions.Seed));
        await using ChatServer server = await ChatServer.StartAsync(models.All, where, options);
        await progress.WriteLineAsync($"{string.Join(", ", models.All.Select(model => model.Name))}. Open {server.Address}");
        await progress.WriteLineAsync($"Clients use {new Uri(server.Address, "/v1")}{(where.Token is null ? "" : " with the token as their API key")}. Ctrl-C ends.");
        await server.WaitAsync();
        return ExitCode.Success;
    }

    private static int AtLeastOne(ParseResult result, Option<int> option) => result.GetRequiredValue(option) is >= 1 and int value
        ? value
        : throw new UsageException($"{option.Name} must be 1 or greater.");

    private static string? TokenOf(string? variable) => string.IsNullOrWhiteSpace(variable) ? null : variable.Trim();
}
