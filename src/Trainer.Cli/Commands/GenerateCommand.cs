using System.CommandLine;
using System.Text.Json.Nodes;
using Trainer.Cli.Models;
using Trainer.Data.Readers;
using Trainer.Data.Records;

namespace Trainer.Cli.Commands;

/// <summary>Asks a model: one question about a picture, or a file of questions.</summary>
internal static class GenerateCommand
{
    private static readonly Option<string?> Image = new("--image") { Description = "A picture: JPEG, PNG, WebP and what else libvips reads." };

    private static readonly Option<string?> Prompt = new("--prompt") { Description = "The question." };

    private static readonly Option<string?> Questions = new("--questions") { Description = "Instead of --prompt: a file of questions, each answered on a line of its own." };

    private static readonly Option<string> Format = new("--format")
    {
        Description = "How the file is written: llava (question_id, image, text) or trainer.",
        DefaultValueFactory = _ => "llava",
    };

    private static readonly Option<string?> ImageDirectory = new("--image-dir") { Description = "Folder that the file's image paths start from; by default the file's own." };

    internal static Command Create()
    {
        Command command = new("generate", "Ask a model about a picture, or answer a file of questions as JSON lines.")
        {
            CommonOptions.Model,
            Image,
            Prompt,
            Questions,
            Format,
            ImageDirectory,
            CommonOptions.Template,
            CommonOptions.BatchSize,
            CommonOptions.Seed,
        };
        foreach (Option option in DecodingArguments.All)
        {
            command.Options.Add(option);
        }

        command.SetAction(Generate);
        return command;
    }

    private static void Generate(ParseResult result)
    {
        string? prompt = result.GetValue(Prompt);
        string? questions = result.GetValue(Questions);
        if (prompt is null == questions is null)
        {
            throw new UsageException("Give either --prompt with a question, or --questions with a file of them.");
        }

        using LoadedModel model = LoadedModel.Open(result.GetRequiredValue(CommonOptions.Model), result.GetValue(CommonOptions.Template));
        var answerer = new Answerer(model.Dialogue, DecodingArguments.Read(result), Pictures.CachedFor(model.Dialogue.Network.Config), result.GetRequiredValue(CommonOptions.Seed));
        if (prompt is not null)
        {
            AnswerOne(result, answerer, prompt);
        }
        else
        {
            AnswerFile(result, answerer, questions!);
        }
    }

    private static void AnswerOne(ParseResult result, Answerer answerer, string prompt)
    {
        string? image = result.GetValue(Image);
        string answer = answerer.Answer([Inquiry.About(prompt, image)])[0];
        JsonObject json = new() { ["image"] = image, ["prompt"] = prompt, ["answer"] = answer, ["repetition_penalty"] = answerer.RepetitionPenalty };
        result.InvocationConfiguration.Output.WriteLine(result.GetValue(CommandLine.JsonOption) ? json.ToJsonString() : answer);
    }

    private static void AnswerFile(ParseResult result, Answerer answerer, string path)
    {
        string images = result.GetValue(ImageDirectory) ?? Path.GetDirectoryName(Path.GetFullPath(path))!;
        using RecordFile<PromptRecord> file = RecordFile.Open(path, RecordFormats.Prompt(result.GetRequiredValue(Format)));
        TextWriter output = result.InvocationConfiguration.Output;
        foreach (PromptRecord[] batch in Enumerable.Range(0, file.Count).Select(file.Read).Chunk(result.GetRequiredValue(CommonOptions.BatchSize)))
        {
            IReadOnlyList<string> answers = answerer.Answer([.. batch.Select(record => Inquiry.Of(record, images))]);
            foreach ((PromptRecord record, string answer) in batch.Zip(answers))
            {
                output.WriteLine(Line(record, answer).ToJsonString());
            }

            output.Flush();
        }
    }

    private static JsonObject Line(PromptRecord record, string answer) => new()
    {
        ["question_id"] = record.Id,
        ["image"] = record.Images is [string image, ..] ? image : null,
        ["prompt"] = record.Turns[^1].Value,
        ["answer"] = answer,
    };
}
