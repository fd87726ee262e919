using System.CommandLine;
using System.Text.Json.Nodes;
using Trainer.Cli.Runs;
using Trainer.Recipes;

namespace Trainer.Cli.Commands;

/// <summary>Lists, shows and copies the recipes that come with the project.</summary>
internal static class RecipesCommand
{
    internal static Command Create()
    {
        Command command = new("recipes", "List, show or copy the recipes that come with the project.");
        command.Subcommands.Add(CreateList());
        command.Subcommands.Add(CreateShow());
        command.Subcommands.Add(CreateCopy());
        command.Subcommands.Add(CreateReference());
        return command;
    }

    private static Command CreateList()
    {
        Command command = new("list", "List the recipes with what each is for.");
        command.SetAction(result => List(result.GetValue(CommandLine.JsonOption), result.InvocationConfiguration.Output));
        return command;
    }

    private static Command CreateShow()
    {
        Argument<string> name = RecipeArgument();
        Command command = new("show", "Print a recipe.") { name };
        command.SetAction(result => result.InvocationConfiguration.Output.Write(File.ReadAllText(RecipeFiles.Entry(result.GetRequiredValue(name)).Path)));
        return command;
    }

    private static Command CreateCopy()
    {
        Argument<string> name = RecipeArgument();
        Argument<string?> target = new("target") { Description = "The file to write; by default the recipe's own name, here.", Arity = ArgumentArity.ZeroOrOne };
        Command command = new("copy", "Copy a recipe, to change it.") { name, target };
        command.SetAction(result => Copy(RecipeFiles.Entry(result.GetRequiredValue(name)), result.GetValue(target), result.InvocationConfiguration.Output));
        return command;
    }

    private static Command CreateReference()
    {
        Command command = new("reference", "Print the reference of all keys, as in docs/recipes.md.");
        command.SetAction(result => result.InvocationConfiguration.Output.Write(RecipePage.Write()));
        return command;
    }

    private static Argument<string> RecipeArgument() => new("recipe") { Description = "A name from 'recipes list', such as tiny/sft." };

    private static void List(bool json, TextWriter output)
    {
        IReadOnlyList<RecipeEntry> entries = RecipeCatalog.Find(Workspace.Recipes);
        if (json)
        {
            IEnumerable<JsonNode> items = entries.Select(entry =>
                new JsonObject { ["name"] = entry.Name, ["path"] = entry.Path, ["description"] = entry.Description });
            output.WriteLine(new JsonObject { ["recipes"] = new JsonArray([.. items]) }.ToJsonString());
            return;
        }

        foreach (RecipeEntry entry in entries)
        {
            output.WriteLine($"{entry.Name,-20} {entry.Description.Split(". ")[0].TrimEnd('.')}.");
        }
    }

    private static void Copy(RecipeEntry entry, string? target, TextWriter output)
    {
        string path = target ?? Path.GetFileName(entry.Path);
        if (File.Exists(path))
        {
            throw new UsageException($"{path} exists already and is left as it is. Name another file.");
        }

        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        File.Copy(entry.Path, path);
        output.WriteLine(path);
    }
}
