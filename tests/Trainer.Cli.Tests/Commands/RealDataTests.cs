using System.Text.Json;
using Trainer.TestKit;
using Xunit.Abstractions;

namespace Trainer.Cli.Tests.Commands;

/// <summary>The same verbs on photographs and on POPE's own questions.</summary>
public sealed class RealDataTests(SmallWorld world, ITestOutputHelper output) : IClassFixture<SmallWorld>
{
    [Fact]
    public void Generate_Photograph_GivesAnAnswer()
    {
        if (RealData.TryFind("coco_images/000000000077.jpg", output, out string photograph))
        {
            CommandLineRun run = CommandLineRun.Of("generate", "--model", world.Model, "--image", photograph, "--prompt", "What is it?", "--max-new-tokens", "4", "--json");

            using JsonDocument answer = JsonDocument.Parse(run.LastLine);
            Assert.Equal(JsonValueKind.String, answer.RootElement.GetProperty("answer").ValueKind);
        }
    }

    [Fact]
    public void Eval_OfficialQuestions_AreAskedAboutTheirPhotographs()
    {
        if (RealData.TryFind("pope/matched_coco_pope_random.jsonl", output, out string questions) && RealData.TryFind("coco_images/000000000077.jpg", output, out string photograph))
        {
            string data = world.PathOf("official");
            Directory.CreateDirectory(Path.Combine(data, "pope"));
            File.Copy(questions, Path.Combine(data, "pope", Path.GetFileName(questions)));

            CommandLineRun run = CommandLineRun.Of(
                "eval", "pope", "--split", "random", "--model", world.Model, "--data", data, "--image-dir", Path.GetDirectoryName(photograph)!,
                "--answers", world.PathOf("official-answers"), "--max-new-tokens", "2", "--json");

            using JsonDocument score = JsonDocument.Parse(run.LastLine);
            Assert.Equal(File.ReadLines(questions).Count(line => line.Length > 0), score.RootElement.GetProperty("n").GetInt32());
        }
    }
}
