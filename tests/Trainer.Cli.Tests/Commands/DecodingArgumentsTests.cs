using System.Text.Json;

namespace Trainer.Cli.Tests.Commands;

/// <summary>Every way of decoding from the command line, on a model without training.</summary>
public sealed class DecodingArgumentsTests(SmallWorld world) : IClassFixture<SmallWorld>
{
    [Theory]
    [InlineData("greedy")]
    [InlineData("sample", "--temperature", "0.2", "--top-p", "0.9")]
    [InlineData("beam", "--beam", "3")]
    [InlineData("opera", "--num-beams", "2", "--num-attn-candidates", "3", "--threshold", "25")]
    [InlineData("vcd", "--noise-step", "700", "--cd-alpha", "0.5")]
    [InlineData("vdd", "--use-dd-unk", "true", "--cd-beta", "0.2")]
    [InlineData("dola", "--early-exit-layers", "0", "--do-sample", "true")]
    public void Generate_EveryStrategy_AnswersAlikeTwice(string strategy, params string[] options)
    {
        string first = Answer(["--strategy", strategy, .. options]);

        Assert.Equal(first, Answer(["--strategy", strategy, .. options]));
    }

    [Theory]
    [InlineData("none")]
    [InlineData("unk")]
    [InlineData("both")]
    [InlineData("noise")]
    [InlineData("zero")]
    [InlineData("one")]
    public void Generate_Calibrated_SaysOneOfTheAnswers(string input) =>
        Assert.Contains(Answer(["--calibrate", input, "--calibrate-answers", "a", "e", "o", "--strategy", "vdd", "--cd-beta", "0"]), (string[])["a", "e", "o"]);

    [Theory]
    [InlineData("--strategy", "oprea", "--strategy must be one of greedy, sample, beam, opera, vcd, vdd, dola, but is")]
    [InlineData("--strategy", "oper", "Did you mean opera?")]
    [InlineData("--scale-factor", "much", "--scale-factor must be a number")]
    [InlineData("--noise-step", "1000", "--noise-step must be from 0 to 999, but is 1000.")]
    [InlineData("--num-attn-candidates", "0", "--num-attn-candidates must be from 1 to 64, but is 0.")]
    public void Generate_BadValue_BlamesItsOption(string option, string value, string message)
    {
        CommandLineRun run = CommandLineRun.Of("generate", "--model", world.Model, "--prompt", "Which?", option, value);

        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Generate_LayerThatTheModelHasNot_SaysWhichThereAre()
    {
        CommandLineRun run = CommandLineRun.Of("generate", "--model", world.Model, "--prompt", "Which?", "--strategy", "dola", "--early-exit-layers", "99");

        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Contains("early_exit_layers must be from 0 to", run.Error, StringComparison.Ordinal);
    }

    private string Answer(string[] options)
    {
        string image = Directory.EnumerateFiles(world.PathOf("scenes/images")).Order().First();
        CommandLineRun run = CommandLineRun.Of(
            ["generate", "--model", world.Model, "--image", image, "--prompt", "What is there?", "--max-new-tokens", "6", .. options, "--json"]);
        Assert.True(run.ExitCode == 0, run.Error);
        return JsonDocument.Parse(run.LastLine).RootElement.GetProperty("answer").GetString()!;
    }
}
