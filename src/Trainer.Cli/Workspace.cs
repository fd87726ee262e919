namespace Trainer.Cli;

/// <summary>Where the checkout lies that this program was built from; recipes and the tiny base are found there.</summary>
internal static class Workspace
{
    internal static string Root { get; } = Find();

    /// <summary>The recipes that come with the project.</summary>
    internal static string Recipes => Path.Combine(Root, "recipes");

    private static string Find()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Trainer.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new UsageException("The program must stay inside its checkout: no Trainer.sln above " + AppContext.BaseDirectory);
    }
}
