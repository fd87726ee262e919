using System.Diagnostics;
using System.Text.Json.Nodes;
using Xunit;

namespace Trainer.TestKit;

/// <summary>Scripts for Node.js that hold what is made here to packages of somebody else's making.</summary>
public static class NodeScript
{
    private static readonly string Root = FindRoot();

    private static readonly string Packages = Path.Combine(Root, "artifacts", "node-packages", "node_modules");

    /// <summary>Runs a script and gives the JSON value that it printed.</summary>
    /// <param name="script">Its path below <c>tests/</c>.</param>
    /// <param name="package">The package that it needs, one of <c>tests/NodePackages</c>.</param>
    /// <param name="arguments">What it is given.</param>
    public static async Task<JsonNode> Run(string script, string package, params string[] arguments)
    {
        Assert.True(Directory.Exists(Path.Combine(Packages, package)), $"The npm package {package} is not in {Packages}. './trainer test' puts it there, with Node.js and npm where they are missing.");
        var start = new ProcessStartInfo("node", [Path.Combine(Root, "tests", script), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["NODE_PATH"] = Packages;
        using Process node = Process.Start(start)!;
        Task<string> errors = node.StandardError.ReadToEndAsync();
        string output = await node.StandardOutput.ReadToEndAsync();
        await node.WaitForExitAsync();
        Assert.True(node.ExitCode == 0, await errors);
        return JsonNode.Parse(output)!;
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Trainer.sln")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException($"No Trainer.sln above {AppContext.BaseDirectory}.");
        }

        return folder.FullName;
    }
}
