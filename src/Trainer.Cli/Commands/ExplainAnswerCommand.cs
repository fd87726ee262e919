using System.CommandLine;
using Trainer.Cli.Explanations;
using Trainer.Cli.Models;
using Trainer.Data.Batches;

namespace Trainer.Cli.Commands;

/// <summary>Shows why a model said what it said: of one answer, or of many descriptions together.</summary>
internal static class ExplainAnswerCommand
{
    private static readonly Option<string?> Image = new("--image") { Description = "A picture. Without it, the pictures of --data are described and the answers explained together." };

    private static readonly Option<string> Prompt = new("--prompt") { Description = "The question.", DefaultValueFactory = _ => "Please describe this image in detail." };

    private static readonly Option<string?> Answer = new("--answer") { Description = "What was answered; by default the model is asked now." };

    private static readonly Option<string?> Data = new("--data") { Description = "Folder with COCO's annotations/ and images/, which says what pictures show." };

    private static readonly Option<int> Limit = new("--limit") { Description = "Most pictures of --data.", DefaultValueFactory = _ => 100 };

    private static readonly Option<int> SummarySpan = new("--summary-span") { Description = "A token that is most trusted for so many tokens counts as a summary token.", DefaultValueFactory = _ => 5 };

    private static readonly Option<string> Out = new("--out", "-o") { Description = "The page.", DefaultValueFactory = _ => Path.Combine("runs", "explanation.html") };

    internal static Command Create()
    {
        Command command = new("explain-answer", "Show word by word what an answer rests on: the picture, the prompt, or itself. With --data alone, what many answers have in common.")
        {
            CommonOptions.Model,
            Image,
            Prompt,
            Answer,
            Data,
            Limit,
            SummarySpan,
            Out,
            CommonOptions.Template,
            CommonOptions.BatchSize,
            CommonOptions.Seed,
        };
        foreach (Option option in DecodingArguments.All)
        {
            command.Options.Add(option);
        }

        command.SetAction(Run);
        return command;
    }

    private static void Run(ParseResult result)
    {
        if (result.GetValue(Image) is null && result.GetValue(Answer) is null == result.GetValue(Data) is null)
        {
            throw new UsageException("Give --image with a picture, or --data with a folder of many, or --answer with what was said without one.");
        }

        using LoadedModel model = LoadedModel.Open(result.GetRequiredValue(CommonOptions.Model), result.GetValue(CommonOptions.Template));
        IImageReader pictures = Pictures.CachedFor(model.Dialogue.Network.Config);
        var page = new ExplanationPage(model.Dialogue, pictures, result.GetRequiredValue(SummarySpan));
        var answerer = new Answerer(model.Dialogue, DecodingArguments.Read(result), pictures, result.GetRequiredValue(CommonOptions.Seed));
        PictureTruth? truth = result.GetValue(Data) is { } data ? PictureTruth.Open(data, result.GetRequiredValue(Limit)) : null;
        Write(result, result.GetValue(Image) is null && truth is not null
            ? page.OfMany(Describe(result, answerer, truth), truth)
            : ExplainOne(result, answerer, page, truth));
    }

    private static ExplainedPage ExplainOne(ParseResult result, Answerer answerer, ExplanationPage page, PictureTruth? truth)
    {
        string prompt = result.GetRequiredValue(Prompt);
        string? image = result.GetValue(Image);
        return page.OfOne(prompt, image, result.GetValue(Answer) ?? answerer.Answer([Inquiry.About(prompt, image)])[0], truth);
    }

    private static IEnumerable<SaidOfPicture> Describe(ParseResult result, Answerer answerer, PictureTruth truth)
    {
        TextWriter progress = Progress.For(result);
        int done = 0;
        foreach (string[] batch in truth.Images.Chunk(result.GetRequiredValue(CommonOptions.BatchSize)))
        {
            string prompt = result.GetRequiredValue(Prompt);
            foreach ((string image, string answer) in batch.Zip(answerer.Answer([.. batch.Select(image => Inquiry.About(prompt, image))])))
            {
                yield return new SaidOfPicture(image, prompt, answer);
            }

            done += batch.Length;
            progress.WriteLine($"explained {done}/{truth.Images.Count}");
        }
    }

    private static void Write(ParseResult result, ExplainedPage done)
    {
        string path = Path.GetFullPath(result.GetRequiredValue(Out));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        done.Report.Save(path);
        TextWriter output = result.InvocationConfiguration.Output;
        if (result.GetValue(CommandLine.JsonOption))
        {
            done.Json["page"] = path;
            output.WriteLine(done.Json.ToJsonString());
            return;
        }

        output.WriteLine($"{done.Text}{path}");
    }
}
