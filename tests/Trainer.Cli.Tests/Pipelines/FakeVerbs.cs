using System.CommandLine;
using Trainer.Cli.Pipelines;
using Trainer.TestKit;

namespace Trainer.Cli.Tests.Pipelines;

/// <summary>Verbs of hand size in place of the program's own, and pipelines made of them.</summary>
internal sealed class FakeVerbs : IDisposable
{
    private readonly TemporaryDirectory folder = new();

    /// <summary>Every command line that ran, in order.</summary>
    internal List<string> Calls { get; } = [];

    /// <summary>What <c>write</c> returns.</summary>
    internal int ExitCode { get; set; }

    /// <summary>How much is asked for.</summary>
    internal Verbosity Verbosity { get; set; } = Verbosity.Normal;

    /// <summary>The pipeline's output_dir.</summary>
    internal string Out => PathOf("out");

    internal string PathOf(string name) => Path.Combine(folder.Path, name);

    /// <summary><c>write FILE TEXT</c> writes a file and prints a JSON object; <c>run</c> only notes its words.</summary>
    internal RootCommand Create()
    {
        Argument<string> file = new("file");
        Argument<string> text = new("text");
        Command write = new("write", "Writes a file.") { file, text };
        write.SetAction(result =>
        {
            Calls.Add($"write {Path.GetFileName(result.GetRequiredValue(file))} {result.GetRequiredValue(text)}");
            File.WriteAllText(result.GetRequiredValue(file), result.GetRequiredValue(text));
            result.InvocationConfiguration.Output.WriteLine($"writing\n{{\"text\": \"{result.GetRequiredValue(text)}\"}}");
            return ExitCode;
        });
        Argument<string[]> words = new("words");
        Command run = new("run", "Notes its words.") { words };
        run.SetAction(result => Calls.Add($"run {string.Join(' ', result.GetRequiredValue(words))} {result.GetValue(CommandLine.VerbosityOption)}"));
        return new RootCommand { write, run, CommandLine.VerbosityOption };
    }

    /// <summary>Reads a pipeline of these steps, in YAML.</summary>
    internal Pipeline Load(string steps, params string[] overrides) => Pipeline.Load(
        folder.Write("pipeline.yaml", $"stage: pipeline\noutput_dir: {Out}\nsteps:\n{steps}"), overrides, Create);

    /// <summary>Runs it, and returns the exit code with what was said.</summary>
    internal (int Code, string Said) Run(string steps, params string[] overrides)
    {
        using var said = new StringWriter();
        Calls.Clear();
        int code = new PipelineRun(Load(steps, overrides), new StepStreams(said, said, Verbosity), TimeProvider.System).Run().ExitCode;
        return (code, said.ToString());
    }

    public void Dispose() => folder.Dispose();
}
