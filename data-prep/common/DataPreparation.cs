using System.Text.Json.Nodes;
using Trainer.Data;

namespace Trainer.Preparation.Common;

/// <summary>
/// Converts a dataset. Everything is written into a folder of its own first, together with a position that is saved now and then; the
/// files get their names when all of them are whole. The same call goes on where an interrupted one stopped, and the bytes are the same.
/// </summary>
public sealed class DataPreparation
{
    private const string ManifestName = "manifest.json";
    private const string ProblemsName = "problems.jsonl";
    private const string StateName = "position.json";

    private readonly IDataSource source;
    private readonly PreparationOptions options;
    private readonly SourceInput input;
    private readonly PlannedFile[] plan;
    private readonly PictureCheck pictures;
    private readonly HeldOutPictures[] heldOut;
    private readonly string work;

    private DataPreparation(IDataSource source, PreparationOptions options)
    {
        this.source = source;
        this.options = options;
        work = Path.Combine(options.Output, ".unfinished");
        input = new SourceInput(options.Input, new SourceChoices(source.Options, options.Choices), options.Output);
        plan = [.. source.Plan(input)];
        RequireDistinctNames();
        pictures = new PictureCheck(options.Images, options.ImageCheck);
        heldOut = [.. options.HeldOut.Select(HeldOutPictures.Read)];
    }

    private string ManifestPath => Path.Combine(options.Output, ManifestName);

    private string StatePath => Path.Combine(work, StateName);

    /// <summary>Converts a dataset, or goes on with it. A set that is there already and comes from the same lineage is left alone.</summary>
    /// <param name="source">The dataset.</param>
    /// <param name="options">What to convert and how.</param>
    /// <param name="progress">Is told how far it has come.</param>
    /// <exception cref="DataException">A file is missing or no file of the dataset at all, or the output folder holds another set.</exception>
    public static PreparedSet Run(IDataSource source, PreparationOptions options, IProgress<PreparationProgress>? progress = null)
    {
        var preparation = new DataPreparation(source, options);
        JsonObject lineage = Lineage.Of(source, preparation.input, options, preparation.pictures.Level);
        return preparation.FindFinished(lineage) ?? preparation.Convert(lineage, progress);
    }

    private void RequireDistinctNames()
    {
        if (plan.GroupBy(file => file.Name).FirstOrDefault(files => files.Count() > 1) is { } twice)
        {
            throw new DataException($"Several files of {options.Input} would become {twice.Key}. Name one of them with --in.");
        }
    }

    private PreparedSet? FindFinished(JsonObject lineage)
    {
        if (!File.Exists(ManifestPath))
        {
            return null;
        }

        PreparedSet finished = PreparedSet.Read(ManifestPath);
        return !JsonNode.DeepEquals(finished.Lineage, lineage)
            ? throw new DataException($"{options.Output} holds a set whose {Lineage.Difference(finished.Lineage, lineage)}. Choose another --out, or delete that folder.")
            : Directory.Exists(work) ? null : finished;
    }

    private PreparedSet Convert(JsonObject lineage, IProgress<PreparationProgress>? progress)
    {
        CreateFolder();
        PreparationState state = PreparationState.Open(StatePath, lineage);
        if (!state.IsWritten)
        {
            WriteFiles(state, progress);
        }

        PreparedSet set = new(lineage, [.. state.Files.Select(Describe)], state.Pictures);
        if (set.Files.All(file => file.Records == 0))
        {
            // Without its position the next call begins anew, for example with another folder of pictures.
            File.Delete(StatePath);
            throw new EmptySet(source, options, PartOf(ProblemsName)).Explain(set);
        }

        // A process that ends in here finds that everything is written, and goes on with what has no name yet.
        set.Write(ManifestPath);
        foreach (string name in plan.Select(file => file.Name).Append(ProblemsName).Where(name => File.Exists(PartOf(name))))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(PathOf(name))!);
            File.Move(PartOf(name), PathOf(name), overwrite: true);
        }

        Directory.Delete(work, recursive: true);
        return set;
    }

    private void CreateFolder()
    {
        try
        {
            Directory.CreateDirectory(work);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"{options.Output} can't be written to: {error.Message} Name a folder of yours with --out.", error);
        }
    }

    private void WriteFiles(PreparationState state, IProgress<PreparationProgress>? progress)
    {
        pictures.Resume(state.Pictures);
        using var problems = new ProblemFile(PartOf(ProblemsName), state.ProblemBytes, input);
        var tools = new ConversionTools(pictures, heldOut, options.DropLeaks, problems, progress, () => Save(state, problems));
        for (int i = 0; i < plan.Length; i++)
        {
            if (i == state.Files.Count)
            {
                state.Files.Add(new FileState { Name = plan[i].Name, Kind = plan[i].Kind });
            }

            if (!state.Files[i].IsWhole)
            {
                new FileConversion(plan[i], state.Files[i], tools).Run(PartOf(plan[i].Name), options.UnitsBetweenSaves);
            }
        }

        state.IsWritten = true;
        Save(state, problems);
    }

    private void Save(PreparationState state, ProblemFile problems)
    {
        state.ProblemBytes = problems.Flush();
        state.Pictures = pictures.Sizes;
        state.Save(StatePath);
    }

    private PreparedFile Describe(FileState file)
    {
        string path = File.Exists(PartOf(file.Name)) ? PartOf(file.Name) : PathOf(file.Name);
        return new PreparedFile(file.Name, file.Kind, file.Units, file.Records, file.Bytes, Lineage.Sha256(path), file.Dropped, file.LeftOut, file.Problems, file.HeldOut);
    }

    private string PathOf(string name) => Path.Combine(options.Output, name);

    private string PartOf(string name) => Path.Combine(work, name.Replace('/', '~'));
}
