using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Trainer.Cli.Models;
using Trainer.Data.Preferences;
using Trainer.Data.Readers;
using Trainer.Data.Records;
using Trainer.Data.Rewards;
using Trainer.Evaluation.Scoring;

namespace Trainer.Cli.Commands;

/// <summary>Scores answers with a reward model, and keeps the best of a training set.</summary>
internal static class ScoreCommand
{
    private static readonly Option<string> Data = new("--data") { Description = "File of answers, conversations or preferences.", Required = true };

    private static readonly Option<string> Format = new("--format")
    {
        Description = "How the file is written: answers (as generate writes them), or any format of conversations; the last answer is scored.",
        DefaultValueFactory = _ => "answers",
    };

    private static readonly Option<bool> Pairs = new("--pairs") { Description = "The file holds preferences: score both answers of each pair, and say how often the better one wins." };

    private static readonly Option<string?> ImageDirectory = new("--image-dir") { Description = "Folder that the file's image paths start from; by default the file's own." };

    private static readonly Option<string?> Facts = new("--facts") { Description = "Table of facts (image_to_caption.json), for a model that was trained with facts." };

    private static readonly Option<double?> KeepBest = new("--keep-best") { Description = "Share of the records with the highest rewards to write to --out, above 0 and at most 1." };

    private static readonly Option<double?> Threshold = new("--threshold") { Description = "Lowest reward of the records to write to --out." };

    private static readonly Option<string?> Out = new("--out", "-o") { Description = "File for the records that are kept, as this project's JSONL." };

    internal static Command Create()
    {
        Command command = new("score", "Score answers with a reward model; with --keep-best or --threshold, keep a training set's best records.")
        {
            CommonOptions.Model,
            Data,
            Format,
            Pairs,
            ImageDirectory,
            Facts,
            KeepBest,
            Threshold,
            Out,
            CommonOptions.BatchSize,
        };
        command.SetAction(Score);
        return command;
    }

    private static void Score(ParseResult result)
    {
        RequireSense(result);
        string path = result.GetRequiredValue(Data);
        string format = result.GetRequiredValue(Format);
        string images = result.GetValue(ImageDirectory) ?? Path.GetDirectoryName(Path.GetFullPath(path))!;
        using var scores = new AnswerScores(result.GetRequiredValue(CommonOptions.Model), result.GetValue(Facts));
        if (result.GetValue(Pairs))
        {
            using PreferenceFile pairs = PreferenceFile.Open(path, format, images, new PairRules());
            Compare([.. scores.Score(pairs, images, JudgedAnswers.Of, result.GetRequiredValue(CommonOptions.BatchSize))], scores, result);
            return;
        }

        using RecordFile<ConversationRecord> file = RecordFile.Open(path, RecordFormats.Conversation(format));
        ScoredRecord[] scored = [.. scores.Score(file, images, JudgedAnswers.Of, result.GetRequiredValue(CommonOptions.BatchSize))];
        Print(scored, file, result);
    }

    private static void RequireSense(ParseResult result)
    {
        bool keeps = result.GetValue(KeepBest) is not null || result.GetValue(Threshold) is not null;
        if (keeps != result.GetValue(Out) is not null || (keeps && result.GetValue(Pairs)))
        {
            throw new UsageException("--keep-best and --threshold say which conversations go to --out: give one of them with --out, without --pairs.");
        }

        if (result.GetValue(KeepBest) is { } share && share is not (> 0 and <= 1))
        {
            throw new UsageException(FormattableString.Invariant($"--keep-best must be above 0 and at most 1, but is {share}."));
        }
    }

    private static void Compare(ScoredRecord[] scored, AnswerScores scores, ParseResult result)
    {
        int right = scored.Count(pair => pair.Rewards[0] > pair.Rewards[1]);
        Interval interval = WilsonInterval.Compute(right, scored.Length);
        double accuracy = scored.Length == 0 ? 0 : (double)right / scored.Length;
        TextWriter output = result.InvocationConfiguration.Output;
        if (result.GetValue(CommandLine.JsonOption))
        {
            output.WriteLine(new JsonObject { ["pairs"] = scored.Length, ["right"] = right, ["accuracy"] = accuracy, ["ci95"] = new JsonArray(interval.Low, interval.High) }.ToJsonString());
            return;
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"accuracy {accuracy:F4} [{interval.Low:F4}, {interval.High:F4}], {right} of {scored.Length} pairs"));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"held out in training: {scores.Card.HeldOutAccuracy:F4} of {scores.Card.HeldOutPairs} pairs"));
    }

    private static void Print(ScoredRecord[] scored, RecordFile<ConversationRecord> file, ParseResult result)
    {
        if (result.GetValue(Out) is { } kept)
        {
            int count = RewardFilter.Write(kept, file, RewardFilter.Choose(scored, result.GetValue(KeepBest), result.GetValue(Threshold)));
            result.InvocationConfiguration.Error.WriteLine($"{count} of {file.Count} records kept in {kept}; {file.Count - scored.Length} were too long to be scored.");
            return;
        }

        foreach (ScoredRecord record in scored)
        {
            result.InvocationConfiguration.Output.WriteLine(new JsonObject { ["question_id"] = file.Read(record.Position).Id, ["reward"] = record.Rewards[0] }.ToJsonString());
        }
    }
}
