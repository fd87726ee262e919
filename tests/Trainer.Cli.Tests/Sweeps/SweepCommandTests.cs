using System.Text.Json.Nodes;

namespace Trainer.Cli.Tests.Sweeps;

public sealed class SweepCommandTests(SmallWorld world) : IClassFixture<SmallWorld>
{
    [Fact]
    public void Sweep_TwoWaysOfDecoding_MeasuresEachOnceAndWritesTheFiles()
    {
        string recipe = Recipe("sweep: { step: words, metric: mean_length, higher_is_better: false }");

        JsonNode first = Sweep(recipe);
        DateTime made = File.GetLastWriteTimeUtc(world.PathOf("swept/steps/words-default.json"));
        JsonNode second = Sweep(recipe);

        Assert.Equal(["default", "max_new_tokens_2", "max_new_tokens_6"], first["settings"]!.AsArray().Select(setting => setting!["name"]!.ToString()));
        Assert.Equal(first.ToJsonString(), second.ToJsonString());
        Assert.Equal(made, File.GetLastWriteTimeUtc(world.PathOf("swept/steps/words-default.json")));
        Assert.All(["sweep.json", "sweep.md", "sweep.svg"], file => Assert.True(File.Exists(world.PathOf($"swept/{file}"))));
    }

    [Fact]
    public void Sweep_RecipeWithoutTheBlock_SaysWhatToAdd()
    {
        CommandLineRun run = CommandLineRun.Of("sweep", Recipe(""));

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("sweep: { step: pope, metric: f1 }", run.Error, StringComparison.Ordinal);
    }

    private static JsonNode Sweep(string recipe)
    {
        CommandLineRun run = CommandLineRun.Of("sweep", recipe, "--json");
        Assert.True(run.ExitCode == 0, run.Error);
        return JsonNode.Parse(run.Output.Trim().Split('\n')[^1])!;
    }

    private string Recipe(string block) => world.Write("sweep.yaml", $$"""
        stage: pipeline
        output_dir: {{world.PathOf("swept")}}
        steps:
          - name: words
            run: eval chair --model {{world.Model}} --data {{world.PathOf("scenes")}} --limit 3 --max-new-tokens 4 --answers {here} --json
            vary: { --max-new-tokens: [2, 6] }
        {{block}}
        """);
}
