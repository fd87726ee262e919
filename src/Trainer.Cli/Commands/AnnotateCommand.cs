using System.CommandLine;
using Trainer.Annotation;
using Trainer.Annotation.Agreement;
using Trainer.Annotation.Judgements;
using Trainer.Annotation.Labels;
using Trainer.Annotation.Server;
using Trainer.Cli.Annotations;
using Trainer.Torch;
using Trainer.Training;
using Trainer.Web;

namespace Trainer.Cli.Commands;

/// <summary>Lets people compare pairs of answers on a local web page, or a simulated annotator in their place.</summary>
internal static class AnnotateCommand
{
    private const int UsualPort = 5080;

    private static readonly Argument<string> Folder = new("dir") { Description = "Folder of pairs, as data preferences writes it." };

    private static readonly Option<string?> ImageDirectory = new("--image-dir") { Description = "Folder that the pairs' image paths start from; by default what the folder's manifest says." };

    private static readonly Option<int> Port = ServerArguments.PortOption(UsualPort);

    private static readonly Option<double> Overlap = new("--overlap")
    {
        Description = "Share of the pairs that every annotator judges, so that their agreement can be measured; the others are judged once.",
        DefaultValueFactory = _ => new AnnotationOptions().Overlap,
    };

    private static readonly Option<string?> Export = new("--export")
    {
        Description = "Write the majority's preferences to this file in LLaVA-RLHF's format, say how far annotators agree, and serve nothing.",
    };

    private static readonly Option<double?> Simulate = new("--simulate")
    {
        Description = "Compare nothing by hand, but by what the pictures are known to show, with this share of errors; writes --export, by default preferences.json in the folder.",
    };

    private static readonly Option<string?> Data = new("--data") { Description = "Folder with annotations/ of the pictures, for --simulate." };

    internal static Command Create()
    {
        Command command = new("annotate", "Compare pairs of answers by hand on a local web page, by keyboard; or simulate who does.")
        {
            Folder, ImageDirectory, ServerArguments.Host, Port, Overlap, Export, Simulate, Data, CommonOptions.Seed,
        };
        command.SetAction((result, _) => Annotate(result));
        return command;
    }

    private static async Task<int> Annotate(ParseResult result)
    {
        RequireSense(result);
        ServerOptions server = ServerArguments.Read(result, Port);
        ComparisonSet set = ComparisonSet.Open(result.GetRequiredValue(Folder), result.GetValue(ImageDirectory));
        var report = new AnnotationOutput(result.InvocationConfiguration.Output, result.GetValue(CommandLine.JsonOption));
        if (result.GetValue(Simulate) is { } errorRate)
        {
            Label(set, errorRate, result, report);
            return ExitCode.Success;
        }

        using RunLock held = RunLock.Take(new RunDirectory(set.Folder));
        using var store = new AnnotationStore(set, new AnnotationOptions { Overlap = result.GetRequiredValue(Overlap), Seed = result.GetRequiredValue(CommonOptions.Seed) }, TimeProvider.System);
        if (result.GetValue(Export) is { } path)
        {
            report.Write(path, PreferenceExport.Write(path, set, PreferenceExport.VotesOf(store.Judgements)), AgreementReport.Of(store.Judgements));
            return ExitCode.Success;
        }

        await Serve(store, server, Progress.For(result));
        report.Write(AgreementReport.Of(store.Judgements));
        return ExitCode.Success;
    }

    private static void Label(ComparisonSet set, double errorRate, ParseResult result, AnnotationOutput report)
    {
        var annotator = new SimulatedAnnotator(SceneJudge.Read(result.GetValue(Data)!).Assess, errorRate, new RandomRoot(result.GetRequiredValue(CommonOptions.Seed)));
        string path = result.GetValue(Export) ?? Path.Combine(set.Folder, "preferences.json");
        ILookup<int, Choice> votes = Enumerable.Range(0, set.Items.Count).ToLookup(item => item, item => annotator.Choose(item, set.Items[item]));
        report.Write(path, PreferenceExport.Write(path, set, votes), annotator.Errors);
    }

    private static async Task Serve(AnnotationStore store, ServerOptions options, TextWriter progress)
    {
        await using LocalServer server = await AnnotationServer.StartAsync(store, options);
        await progress.WriteLineAsync($"{store.Set.Items.Count} pairs. Open {server.Address}");
        await progress.WriteLineAsync("Ctrl-C ends; every judgement is saved when it is made.");
        await server.WaitAsync();
    }

    private static void RequireSense(ParseResult result)
    {
        if (result.GetValue(Simulate) is null != result.GetValue(Data) is null)
        {
            throw new UsageException("--simulate and --data belong together: what the pictures show is read from the annotations there.");
        }

        if (result.GetValue(Simulate) is { } errorRate && errorRate is not (>= 0 and <= 1))
        {
            throw new UsageException(FormattableString.Invariant($"--simulate must be between 0 and 1, but is {errorRate}."));
        }

        if (result.GetRequiredValue(Overlap) is not (>= 0 and <= 1))
        {
            throw new UsageException("--overlap must be between 0 and 1.");
        }
    }
}
