using Trainer.Cli.Commands;
using Trainer.Cli.Distributed;
using Trainer.Cli.Evaluations;
using Trainer.Cli.Runs;
using Trainer.Evaluation.Benchmarks;
using Trainer.Evaluation.Benchmarks.Chair;
using Trainer.Recipes.Options;
using Trainer.Scenes;

namespace Trainer.Cli.Quickstart;

/// <summary>
/// From nothing but the committed base to a report: data, fine-tuning, measurement before and after, export. Each step keeps
/// what it made, so that an interrupted quick start goes on where it stopped.
/// </summary>
/// <param name="options">Folders and sizes.</param>
/// <param name="progress">Where progress is shown.</param>
internal sealed class QuickstartRun(QuickstartOptions options, TextWriter progress)
{
    private const int MostNewTokens = 64;

    private string Data => Path.Combine(options.Directory, "scenes");

    /// <summary>Runs every step that is not yet done.</summary>
    internal QuickstartResult Run()
    {
        // 1. The embedded world.
        Say("1/5 drawing pictures");
        DrawScenes();

        // 2. Fine-tuning, which a signal may interrupt.
        Say("2/5 fine-tuning");
        RecipeRun recipe = LoadRecipe();
        Completion done = Train(recipe);
        if (!done.Result.IsComplete)
        {
            return new QuickstartResult(done.Result.ExitCode, null, []);
        }

        // 3. Hallucination before and after.
        Say("3/5 measuring");
        QuickstartModel[] models = [Measure("base", options.Base), Measure("fine-tuned", done.Directory.ModelPath)];

        // 4. The model for others.
        Say("4/5 exporting");
        ExportCommand.Export(done.Directory.ModelPath, Path.Combine(options.Directory, "exported"), ModelDtype.Float32, long.MaxValue);

        // 5. The report.
        Say("5/5 writing the report");
        string report = QuickstartReport.Write(options, done.Directory, Path.Combine(Data, "images"), models);
        return new QuickstartResult(ExitCode.Success, report, models);
    }

    private void Say(string text) => progress.WriteLine($"quickstart {text}");

    private void DrawScenes()
    {
        // The card is written last: where it is, the set is whole.
        if (!File.Exists(Path.Combine(Data, "README.md")))
        {
            var line = new ProgressLine(progress, "pictures", options.Images);
            ScenesDataset.Write(new ScenesOptions { Directory = Data, Images = options.Images, Seed = options.Seed }, line);
        }
    }

    private RecipeRun LoadRecipe() => RecipeRun.Load(RecipeFiles.PathOf(options.Recipe),
    [
        $"model.model_name_or_path={options.Base}",
        $"data.image_dir={Path.Combine(Data, "images")}",
        $"data.datasets=[{{path: {Path.Combine(Data, "llava", "llava_instruct_careful.json")}, format: llava}}]",
        $"output_dir={Path.Combine(options.Directory, "sft")}",
        "training.resume_from_checkpoint=auto",
        .. options.Overrides,
    ]);

    private Completion Train(RecipeRun recipe) => recipe.Completed() ?? recipe.Train(progress, RunGroup.Alone);

    private QuickstartModel Measure(string name, string path)
    {
        var evaluation = new ModelEvaluation(
            new ModelEvaluationOptions
            {
                Model = path,
                Data = Data,
                Limit = options.Questions,
                Decoding = new DecodingOptions { MaxNewTokens = MostNewTokens },
                Answers = Path.Combine(options.Directory, "answers", name),
            },
            progress);
        IReadOnlyList<IBenchmarkResult> pope = evaluation.Run(BenchmarkCatalog.Find("pope"));
        var chair = (ChairResult)evaluation.Run(BenchmarkCatalog.Find("chair"))[0];
        return new QuickstartModel(name, path, pope, chair);
    }
}

/// <summary>What the quick start gave.</summary>
/// <param name="ExitCode">0, or the code of the signal that interrupted it.</param>
/// <param name="Report">The report's path; null when it was interrupted.</param>
/// <param name="Models">The compared models.</param>
internal sealed record QuickstartResult(int ExitCode, string? Report, IReadOnlyList<QuickstartModel> Models);
