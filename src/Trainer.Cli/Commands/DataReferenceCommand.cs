using System.CommandLine;
using System.Text.Json.Nodes;
using Trainer.Algorithms.Dpo;
using Trainer.Cli.Runs;

namespace Trainer.Cli.Commands;

/// <summary>Computes what a recipe's reference thinks of its pairs, so that training need not.</summary>
internal static class DataReferenceCommand
{
    internal static Command Create()
    {
        Command command = new("reference-logprobs", "Compute a recipe's reference log-probabilities into the file that its dpo.precomputed_reference names.")
        {
            RecipeArguments.RecipeName,
            RecipeArguments.Overrides,
        };
        command.SetAction(Run);
        return command;
    }

    private static void Run(ParseResult result)
    {
        RecipeRun run = RecipeArguments.Load(result);
        DpoRecipe recipe = run.Recipe as DpoRecipe
            ?? throw new UsageException($"{run.Source} is of stage {run.Recipe.Stage}, which has no reference log-probabilities. Name a recipe of stage dpo.");
        int pairs = run.WriteReferenceLogProbs(recipe);
        string path = recipe.Dpo.PrecomputedReference!;
        result.InvocationConfiguration.Output.WriteLine(result.GetValue(CommandLine.JsonOption)
            ? new JsonObject { ["pairs"] = pairs, ["file"] = path }.ToJsonString()
            : $"{pairs} pairs written to {path}");
    }
}
