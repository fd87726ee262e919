using Trainer.Recipes;

namespace Trainer.Cli.Tests.Pipelines;

/// <summary>How a recipe's steps are written out, and what is refused.</summary>
public sealed class PipelinePlanTests : IDisposable
{
    private readonly FakeVerbs verbs = new();

    public void Dispose() => verbs.Dispose();

    [Fact]
    public void Load_ForEach_MakesAStepOfEachValue()
    {
        string steps = """
              - { name: first, run: write a b }
              - name: score
                for_each: { model: [sft, dpo], path: ["{out}/s", base] }
                run: write {here}/x {model}-{path}
              - { name: last, run: "write {seed} c", needs: [score-dpo, first] }
            """;

        var pipeline = verbs.Load(steps, "seed=5");

        Assert.Equal(["first", "score-sft", "score-dpo", "last"], pipeline.Steps.Select(step => step.Name));
        Assert.Equal(["write", $"{verbs.Out}/score-sft/x", $"sft-{verbs.Out}/s"], pipeline.Steps[1].Words);
        Assert.Equal(["write", "5", "c"], pipeline.Steps[3].Words);
        Assert.Equal(["first"], pipeline.Steps[2].Needs);
        Assert.Equal(["score-dpo", "first"], pipeline.Steps[3].Needs);
    }

    [Fact]
    public void Load_VaryOneAtATime_MakesTheDefaultAndAStepOfEachValue()
    {
        const string steps = "  - { name: pope, run: run x --top-p 1 y, vary: { --top-p: [0.1, 0.35], data.fraction: [0.5] } }\n  - { name: last, run: run y }";

        var pipeline = verbs.Load(steps);

        Assert.Equal(["pope-default", "pope-top_p_0.1", "pope-top_p_0.35", "pope-data.fraction_0.5", "last"], pipeline.Steps.Select(step => step.Name));
        Assert.Equal(["run", "x", "--top-p", "1", "y"], pipeline.Steps[0].Words);
        Assert.Equal(["run", "x", "--top-p", "0.35", "y"], pipeline.Steps[2].Words);
        Assert.Equal(["run", "x", "--top-p", "1", "y", "data.fraction=0.5"], pipeline.Steps[3].Words);
        Assert.Equal(4, pipeline.Steps[4].Needs.Count);
    }

    [Fact]
    public void Load_VaryGrid_MakesEveryCombination()
    {
        const string steps = "  - { name: pope, run: run x, vary_mode: grid, vary: { --top-p: [0.1, 0.2], --top-k: [1, 5, 9] } }";

        var pipeline = verbs.Load(steps);

        Assert.Equal(1 + (2 * 3), pipeline.Steps.Count);
        Assert.Equal(["run", "x", "--top-p", "0.2", "--top-k", "9"], pipeline.Steps[^1].Words);
        Assert.Equal("pope-top_p_0.2-top_k_9", pipeline.Steps[^1].Name);
    }

    [Fact]
    public void Load_SweepOfAStepThatVariesNothing_IsRefused()
    {
        RecipeException error = Assert.Throws<RecipeException>(() => verbs.Load("  - { name: pope, run: run x }\nsweep: { step: pope, metric: f1 }"));

        Assert.Contains("sweep.step is 'pope', but the steps with vary are none.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_Values_StandForWordsAndCanBeOverridden()
    {
        string steps = """
              - { name: a, run: "write {both}" }
              - { name: b, for_each: { n: [o], x: ["{last} q"] }, run: "write {x}" }
            values: { both: "x {out}/y", last: z }
            """;

        var pipeline = verbs.Load(steps, "values.last=changed");

        Assert.Equal(["write", "x", $"{verbs.Out}/y"], pipeline.Steps[0].Words);
        Assert.Equal(["write", "changed", "q"], pipeline.Steps[1].Words);
    }

    [Fact]
    public void Load_NothingSaidOfNeeds_NeedsAllStepsOfTheGroupAbove()
    {
        var pipeline = verbs.Load("  - { name: a, for_each: { x: [p, q] }, run: write y z }\n  - { name: b, run: write y z }");

        Assert.Equal(["a-p", "a-q"], pipeline.Steps[2].Needs);
        Assert.Empty(pipeline.Steps[1].Needs);
    }

    [Theory]
    [InlineData("{ name: b, run: wirte x y }", "line 5: steps[1].run (b) does not work: ")]
    [InlineData("{ name: a, run: write x y }", "line 5: steps[1].name is 'a', as is that of a step above.")]
    [InlineData("{ name: ../b, run: write x y }", "line 5: steps[1].name must be made of letters")]
    [InlineData("{ name: steps, run: write x y }", "line 5: steps[1].name must be made of letters")]
    [InlineData("{ name: b, run: \"write {oot} y\" }", "line 5: steps[1].run uses {oot}, which means nothing here.")]
    [InlineData("{ name: b, run: write 'x y }", "line 5: steps[1].run has a quote (') that is never closed.")]
    [InlineData("{ name: b, run: write x y, needs: [c] }", "line 5: steps[1].needs names 'c', but the steps above are a.")]
    [InlineData("{ name: b, run: write x y, needs: [b] }", "line 5: steps[1].needs names 'b', which does not stand above.")]
    [InlineData("{ name: b, run: write x y, needs: [a], shared: true }", "line 5: steps[1].needs names 'a', which is not shared")]
    [InlineData("{ name: b, run: \"write {seed} y\", needs: [], shared: true }", "line 5: steps[1].run uses {seed}, which means nothing here.")]
    [InlineData("{ name: b, run: write x y, for_each: { out: [p] } }", "line 5: steps[1].for_each must have names of small letters")]
    [InlineData("{ name: b, run: write x y, for_each: { p: [q, r], s: [t] } }", "line 5: steps[1].for_each must have as many values for each name, at least one, but has 2 and 1.")]
    [InlineData("{ name: b, run: \"write {q} y\", for_each: { p: [o], q: ['{p}'] } }", "line 5: steps[1].run uses {p}, which means nothing here.")]
    [InlineData("{ name: b, run: write x y, for_each: [p] }", "line 5: steps[1].for_each must be a block of names, but is a list.")]
    public void Load_BadStep_SaysWhatAndWhere(string step, string problem)
    {
        RecipeException error = Assert.Throws<RecipeException>(() => verbs.Load($"  - {{ name: a, run: write x y }}\n  - {step}", $"shared_dir={verbs.PathOf("shared")}"));

        Assert.StartsWith(problem, Assert.Single(error.Problems).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Load_StepsThatNeedEachOther_AreRefused()
    {
        RecipeException error = Assert.Throws<RecipeException>(() => verbs.Load("  - { name: a, run: write x y, needs: [b] }\n  - { name: b, run: write x y, needs: [a] }"));

        Assert.Contains("names 'b', which does not stand above", Assert.Single(error.Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_SeveralProblems_ListsThemAll() => Assert.Equal(
        ["line 4", "line 5", "line 6"],
        Assert.Throws<RecipeException>(() => verbs.Load("  - { name: a, run: write x }\n  - { name: b, run: nothing }\n  - { name: a, run: write x y }"))
            .Problems.Select(problem => problem.Origin.ToString()).Distinct());

    [Fact]
    public void Load_RecipeOfAStepIsWrong_SaysSoBeforeAnythingRuns()
    {
        CommandLineRun check = CommandLineRun.Of(
            "check", "tiny/bpo-pipeline", "steps[1].run=run recipes/tiny/sft.yaml training.lerning_rate=1", "steps[3].run=run nowhere.yaml", "steps[2].needs=[]");

        Assert.Equal(ExitCode.Usage, check.ExitCode);
        Assert.Contains("steps[1].run (sft) does not work: recipes/tiny/sft.yaml, override training.lerning_rate=1", check.Error, StringComparison.Ordinal);
        Assert.Contains("Did you mean training.learning_rate?", check.Error, StringComparison.Ordinal);
        Assert.Contains("There is no recipe 'nowhere.yaml'", check.Error, StringComparison.Ordinal);
    }
}
