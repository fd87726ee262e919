using System.Text.Json;

namespace Trainer.Cli.Tests.Commands;

public sealed class DoctorCommandTests
{
    private static readonly string[] Things = ["sdk", "libtorch", "blas", "cuda", "sentencepiece", "libvips", "font", "threads"];

    [Fact]
    public void Doctor_Json_ReportsEveryThingWithAStatus()
    {
        using JsonDocument report = JsonDocument.Parse(CommandLineRun.Of("doctor", "--json").LastLine);

        Assert.All(Things, thing => Assert.Contains(report.RootElement.GetProperty(thing).GetProperty("status").GetString(), new[] { "ok", "warning", "missing" }));
    }

    [Fact]
    public void Doctor_SomethingMissing_NamesARemedyAndExitsWithResources()
    {
        CommandLineRun run = CommandLineRun.Of("doctor", "--json");
        using JsonDocument report = JsonDocument.Parse(run.LastLine);

        JsonElement[] missing = [.. Things.Select(thing => report.RootElement.GetProperty(thing)).Where(found => found.GetProperty("status").GetString() == "missing")];
        Assert.Equal(missing.Length == 0 ? ExitCode.Success : ExitCode.Resources, run.ExitCode);
        Assert.All(missing, found => Assert.NotEmpty(found.GetProperty("remedy").GetString()!));
    }
}
