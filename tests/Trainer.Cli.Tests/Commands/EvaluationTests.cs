using System.Text.Json;
using Trainer.TestKit;

namespace Trainer.Cli.Tests.Commands;

/// <summary>Evaluation and quick start on a world of a few pictures.</summary>
public sealed class EvaluationTests(SmallWorld world) : IClassFixture<SmallWorld>
{
    [Fact]
    public void Eval_PopeOneSplit_HasTheStatedShape()
    {
        using JsonDocument score = Eval("pope", "one", "--split", "random");

        Assert.Equal("random", score.RootElement.GetProperty("split").GetString());
        Assert.Equal(6, score.RootElement.GetProperty("n").GetInt32());
        Assert.All(["accuracy", "precision", "recall", "f1", "yes_ratio", "ci95"], key => Assert.True(score.RootElement.TryGetProperty(key, out _), key));
    }

    [Fact]
    public void Eval_PopeAllSplits_SumsThem()
    {
        using JsonDocument score = Eval("pope", "all");

        JsonElement splits = score.RootElement.GetProperty("splits");
        Assert.Equal(["random", "popular", "adversarial"], splits.EnumerateObject().Select(split => split.Name));
        Assert.Equal(splits.EnumerateObject().Sum(split => split.Value.GetProperty("tp").GetInt32()), score.RootElement.GetProperty("tp").GetInt32());
        Assert.Equal(18, score.RootElement.GetProperty("n").GetInt32());
    }

    [Fact]
    public void Eval_Seeds_DrawOtherAnswersAndEqualOnesTheSame()
    {
        string[] drawn = ["--strategy", "sample", "--temperature", "3"];
        Eval("chair", "drawn", [.. drawn, "--seed", "1"]).Dispose();
        Eval("chair", "drawn-again", [.. drawn, "--seed", "1"]).Dispose();
        Eval("chair", "drawn-otherwise", [.. drawn, "--seed", "2"]).Dispose();

        string Answers(string name) => File.ReadAllText(world.PathOf($"{name}/chair.jsonl"));
        Assert.Equal(Answers("drawn"), Answers("drawn-again"));
        Assert.NotEqual(Answers("drawn"), Answers("drawn-otherwise"));
    }

    [Fact]
    public void Eval_DrawnInOtherBatchesOrInTwoGoes_GivesTheSameAnswers()
    {
        string[] drawn = ["--strategy", "sample", "--temperature", "3"];
        string Answers(string name) => world.PathOf($"{name}/chair.jsonl");
        Eval("chair", "in-one", drawn).Dispose();
        Eval("chair", "in-fours", [.. drawn, "--batch-size", "4"]).Dispose();
        Eval("chair", "in-two-goes", drawn).Dispose();
        File.WriteAllLines(Answers("in-two-goes"), File.ReadAllLines(Answers("in-two-goes"))[..2]);

        Eval("chair", "in-two-goes", drawn).Dispose();

        Assert.Equal(File.ReadAllText(Answers("in-one")), File.ReadAllText(Answers("in-fours")));
        Assert.Equal(File.ReadAllText(Answers("in-one")), File.ReadAllText(Answers("in-two-goes")));
    }

    [Fact]
    public void Eval_SavedAnswers_AreScoredWithoutAsking()
    {
        using JsonDocument asked = Eval("chair", "saved");
        string answers = world.PathOf("saved/chair.jsonl");
        File.WriteAllLines(answers, File.ReadAllLines(answers).Select(line => line[..line.IndexOf("\"answer\":", StringComparison.Ordinal)] + "\"answer\":\"A cat and a car.\"}"));

        using JsonDocument scored = Eval("chair", "saved");

        Assert.Equal(6, scored.RootElement.GetProperty("n").GetInt32());
        Assert.Equal(12, scored.RootElement.GetProperty("mentions").GetInt32());
    }

    [Fact]
    public void Eval_AgainstItself_CannotTellAndNamesItsProtocol()
    {
        using JsonDocument first = Eval("chair", "baseline");
        using JsonDocument score = Eval("chair", "candidate", "--against", world.PathOf("baseline"));

        JsonElement root = score.RootElement;
        Assert.Equal("cannot_tell", root.GetProperty("against").GetProperty("chair_i").GetProperty("verdict").GetString());
        Assert.Equal(("plain", "rules"), (root.GetProperty("protocol").GetProperty("prompt").GetString(), root.GetProperty("protocol").GetProperty("parser").GetString()));
        Assert.All(root.GetProperty("files").EnumerateObject(), file => Assert.Equal(64, file.Value.GetString()!.Length));
        Assert.Equal(0, root.GetProperty("unseen").GetArrayLength());
        Assert.False(first.RootElement.TryGetProperty("against", out _));
    }

    [Fact]
    public void Eval_Result_NamesModelTemplateAndEverySettingOfDecoding()
    {
        using JsonDocument score = Eval("chair", "settings", "--strategy", "sample", "--temperature", "0.5", "--top-p", "0.9", "--seed", "3");

        JsonElement asked = score.RootElement.GetProperty("asked");
        JsonElement decoding = asked.GetProperty("decoding");
        Assert.Equal(world.Model, asked.GetProperty("model").GetProperty("name").GetString());
        Assert.Equal(64, asked.GetProperty("model").GetProperty("sha256").GetString()!.Length);
        Assert.Equal(JsonValueKind.Null, asked.GetProperty("model").GetProperty("adapter").ValueKind);
        Assert.Equal(("v1", 3), (asked.GetProperty("template").GetString(), asked.GetProperty("seed").GetInt32()));
        Assert.Equal(("sample", 0.5, 0.9, 4), (decoding.GetProperty("strategy").GetString(), decoding.GetProperty("temperature").GetDouble(), decoding.GetProperty("top_p").GetDouble(), decoding.GetProperty("max_new_tokens").GetInt32()));

        // What the model's family says where the command line does not.
        Assert.Equal(1, decoding.GetProperty("repetition_penalty").GetDouble());
        Assert.All(["chair.json", "chair.asked.json"], name => Assert.Contains("\"top_p\": 0.9", File.ReadAllText(world.PathOf($"settings/{name}")), StringComparison.Ordinal));
    }

    [Fact]
    public void Eval_Adapter_IsNamedBesideTheWeightsOfItsBase()
    {
        string run = world.PathOf("adapted");
        CommandLineRun trained = CommandLineRun.Of("run", world.Recipe, $"output_dir={run}", "model.finetuning_type=lora", "model.lora_rank=2", "training.max_steps=1", "training.save_steps=0");
        Assert.True(trained.ExitCode == 0, trained.Error);
        string[] Arguments(string model, string answers) => ["eval", "chair", "--model", model, "--data", world.PathOf("scenes"), "--limit", "1", "--max-new-tokens", "2", "--answers", world.PathOf(answers), "--json"];

        CommandLineRun adapter = CommandLineRun.Of(Arguments(Path.Combine(run, "model"), "of-adapter"));
        CommandLineRun basis = CommandLineRun.Of(Arguments(world.Model, "of-base"));

        static JsonElement ModelOf(CommandLineRun run) => JsonDocument.Parse(run.LastLine).RootElement.GetProperty("asked").GetProperty("model");
        Assert.Equal(ModelOf(basis).GetProperty("sha256").GetString(), ModelOf(adapter).GetProperty("sha256").GetString());
        Assert.Equal(64, ModelOf(adapter).GetProperty("adapter").GetString()!.Length);
    }

    [Fact]
    public void Eval_Text_SaysWhatWasAskedInALine()
    {
        CommandLineRun run = CommandLineRun.Of(
            "eval", "chair", "--model", world.Model, "--data", world.PathOf("scenes"), "--limit", "2", "--max-new-tokens", "4", "--answers", world.PathOf("told"), "--strategy", "beam", "--num-beams", "2");

        Assert.Matches($"asked: {world.Model} \\([0-9a-f]{{12}}\\), template v1; beam, max_new_tokens 4, repetition_penalty 1, num_beams 2, seed 17", run.Output);
    }

    [Theory]
    [InlineData("--max-new-tokens", "5", "decoding.max_new_tokens 5 instead of 4")]
    [InlineData("--strategy", "beam", "decoding.strategy beam instead of greedy")]
    [InlineData("--seed", "18", "seed 18 instead of 17")]
    [InlineData("--template", "plain", "template plain instead of v1")]
    public void Eval_GoingOnWithOtherSettings_IsRefusedAndChangesNothing(string option, string value, string difference)
    {
        Eval("chair", "mixed").Dispose();
        string answers = File.ReadAllText(world.PathOf("mixed/chair.jsonl"));

        CommandLineRun run = CommandLineRun.Of(
            ["eval", "chair", "--model", world.Model, "--data", world.PathOf("scenes"), "--limit", "8", "--answers", world.PathOf("mixed"), .. option == "--max-new-tokens" ? [] : new[] { "--max-new-tokens", "4" }, option, value]);

        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Contains(difference, run.Error, StringComparison.Ordinal);
        Assert.Equal(answers, File.ReadAllText(world.PathOf("mixed/chair.jsonl")));
    }

    [Fact]
    public void Eval_GoingOnWithOtherWeights_IsRefusedUnlessTheAnswersAreDeleted()
    {
        Eval("chair", "moved").Dispose();
        string other = world.PathOf("other-model");
        Assert.Equal(0, CommandLineRun.Of("init", Path.Combine(AppContext.BaseDirectory, "Fixtures", "smallest.config.json"), "--conversations", world.Conversations, "--out", other, "--vocabulary-size", "400", "--seed", "99").ExitCode);
        string[] arguments = ["eval", "chair", "--model", other, "--data", world.PathOf("scenes"), "--limit", "6", "--max-new-tokens", "4", "--answers", world.PathOf("moved")];

        Assert.Contains("model.sha256", CommandLineRun.Of(arguments).Error, StringComparison.Ordinal);
        File.Delete(world.PathOf("moved/chair.jsonl"));
        Assert.Equal(ExitCode.Success, CommandLineRun.Of(arguments).ExitCode);
    }

    [Fact]
    public void Eval_AnswersOfUnknownSettings_AreScoredButNotAddedTo()
    {
        Eval("chair", "unknown").Dispose();
        File.Delete(world.PathOf("unknown/chair.asked.json"));

        using JsonDocument scored = Eval("chair", "unknown");
        CommandLineRun more = CommandLineRun.Of("eval", "chair", "--model", world.Model, "--data", world.PathOf("scenes"), "--limit", "7", "--max-new-tokens", "4", "--answers", world.PathOf("unknown"));

        Assert.Equal(JsonValueKind.Null, scored.RootElement.GetProperty("asked").ValueKind);
        Assert.Equal(ExitCode.Data, more.ExitCode);
        Assert.Contains("none is added", more.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Eval_WithoutTheModel_ScoresWhatIsSavedAndNoMore()
    {
        Eval("chair", "kept").Dispose();
        string[] Arguments(string limit) =>
            ["eval", "chair", "--model", world.PathOf("gone"), "--data", world.PathOf("scenes"), "--limit", limit, "--answers", world.PathOf("kept"), "--json"];

        CommandLineRun saved = CommandLineRun.Of(Arguments("6"));
        CommandLineRun more = CommandLineRun.Of(Arguments("7"));

        Assert.Equal(world.Model, JsonDocument.Parse(saved.LastLine).RootElement.GetProperty("asked").GetProperty("model").GetProperty("name").GetString());
        Assert.Equal(ExitCode.Data, more.ExitCode);
        Assert.Contains($"there is no model {world.PathOf("gone")} to ask", more.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Eval_AgainstAnswersOfOtherDecoding_SaysWhatDiffers()
    {
        Eval("chair", "by-beams", "--strategy", "beam").Dispose();

        using JsonDocument score = Eval("chair", "by-greed", "--against", world.PathOf("by-beams"));
        CommandLineRun text = CommandLineRun.Of(
            "eval", "chair", "--model", world.Model, "--data", world.PathOf("scenes"), "--limit", "6", "--max-new-tokens", "4", "--answers", world.PathOf("by-greed"), "--against", world.PathOf("by-beams"));

        Assert.Equal("decoding.strategy greedy instead of beam", Assert.Single(score.RootElement.GetProperty("against_differences").EnumerateArray()).GetString());
        Assert.Equal("beam", score.RootElement.GetProperty("against_asked").GetProperty("decoding").GetProperty("strategy").GetString());
        Assert.Contains("not only the models differ: decoding.strategy greedy instead of beam", text.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Eval_AgainstAFolderWithoutAnswers_SaysWhichItWants()
    {
        CommandLineRun run = CommandLineRun.Of(
            "eval", "chair", "--model", world.Model, "--data", world.PathOf("scenes"), "--limit", "2", "--max-new-tokens", "4", "--answers", world.PathOf("alone"), "--against", world.PathOf("nowhere"));

        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Contains("has no chair.jsonl", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Eval_UnknownWording_NamesTheKnownOnes()
    {
        CommandLineRun run = CommandLineRun.Of("eval", "pope", "--model", world.Model, "--data", world.PathOf("scenes"), "--wording", "lava");

        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Contains("'lava' is no wording of this benchmark. There are: plain, llava, llava_align.", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void EvalList_Table_HasEverySuite()
    {
        string table = CommandLineRun.Of("eval", "list").Output;
        using JsonDocument json = JsonDocument.Parse(CommandLineRun.Of("eval", "list", "--json").LastLine);

        Assert.All(json.RootElement.GetProperty("benchmarks").EnumerateArray(), row => Assert.Contains($"| `{row.GetProperty("suite").GetString()}` |", table, StringComparison.Ordinal));
        Assert.Contains("pope_gqa_adversarial", json.RootElement.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public void Eval_OptionScores_AnswersEveryOrderByALetter()
    {
        string picture = Convert.ToBase64String(File.ReadAllBytes(Directory.EnumerateFiles(world.PathOf("scenes/images")).First()));
        Directory.CreateDirectory(world.PathOf("scenes/mmbench"));
        File.WriteAllText(
            world.PathOf("scenes/mmbench/dev.tsv"),
            $"index\tquestion\thint\tA\tB\tC\tD\tanswer\tcategory\tl2-category\timage\n1\tWhich?\t\tcat\tdog\tcow\t\tB\tidentity\tperception\t{picture}\n2\tAnd?\t\tone\ttwo\t\t\tA\tcount\tperception\t1\n");

        using JsonDocument score = Eval("mmbench", "letters", "--option-scores", "--wording", "llava_rlhf");

        Assert.Equal((5, 1.0), (score.RootElement.GetProperty("n").GetInt32(), score.RootElement.GetProperty("metrics").GetProperty("readable").GetDouble()));
        Assert.Equal("llava_rlhf", score.RootElement.GetProperty("protocol").GetProperty("prompt").GetString());
        string[] answers = [.. File.ReadLines(world.PathOf("letters/mmbench.jsonl")).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("answer").GetString()!)];
        Assert.All(answers[..3], answer => Assert.Contains(answer, new[] { "A", "B", "C" }));
        Assert.All(answers[3..], answer => Assert.Contains(answer, new[] { "A", "B" }));
    }

    [Fact]
    public void Eval_JudgedBenchmark_AsksModelAndJudgeOnceAndLeavesMissingPicturesOut()
    {
        string picture = Path.GetFileName(Directory.EnumerateFiles(world.PathOf("scenes/images")).First());
        Directory.CreateDirectory(world.PathOf("scenes/mmhal_bench"));
        File.WriteAllText(world.PathOf("scenes/mmhal_bench/response_template.json"), $$"""
            [{"question_type": "counting", "image_src": "https://example.org/{{picture}}", "image_content": ["dog"], "question": "How many?", "gt_answer": "Two."},
             {"question_type": "other", "image_src": "https://example.org/lost.jpg", "image_content": [], "question": "What?", "gt_answer": "It."}]
            """);
        using var server = new ChatServer((_, _) => ServerReply.Says("Short. Rating: 2", "judge-dated"));
        string[] judge = ["--judge-url", $"{server.Url}", "--judge-model", "judge", "--judge-repeats", "2", "--judge-cache", world.PathOf("verdicts")];

        using JsonDocument first = Eval("mmhal_bench", "judged", judge);
        using JsonDocument second = Eval("mmhal_bench", "judged", judge);

        JsonElement root = first.RootElement;
        Assert.Equal((1, 2.0, 1.0), (root.GetProperty("n").GetInt32(), root.GetProperty("metrics").GetProperty("score").GetDouble(), root.GetProperty("metrics").GetProperty("hallucination_rate").GetDouble()));
        Assert.Equal(("judge", "judge-dated"), (root.GetProperty("judge").GetString(), root.GetProperty("judge_versions")[0].GetString()));
        Assert.Equal("lost.jpg", Assert.Single(root.GetProperty("unseen").EnumerateArray()).GetString());
        Assert.Equal(0, root.GetProperty("spread").GetProperty("score").GetDouble());
        Assert.Equal(root.GetRawText(), second.RootElement.GetRawText());
        Assert.Equal(2, server.Requests);
    }

    [Fact]
    public void Eval_PairRating_ComparesTheDescriptionsOfTwoFolders()
    {
        using JsonDocument chair = Eval("chair", "described");
        string other = world.PathOf("described-otherwise");
        Directory.CreateDirectory(other);
        File.WriteAllLines(Path.Combine(other, "chair.jsonl"), File.ReadAllLines(world.PathOf("described/chair.jsonl")).Select(line => line.Replace("\"answer\":\"", "\"answer\":\"Perhaps ", StringComparison.Ordinal)));
        using var server = new ChatServer((_, _) => ServerReply.Says("Accuracy: 3 8\nReason: it guesses.\nDetailedness: 5 5\nReason: equal."));

        using JsonDocument score = Eval("pair_rating", "described", "--against", other, "--judge-url", $"{server.Url}", "--judge-model", "judge", "--judge-cache", world.PathOf("pair-verdicts"));

        JsonElement root = score.RootElement;
        Assert.Equal(8, root.GetProperty("metrics").GetProperty("accuracy").GetDouble());
        Assert.Equal(("better", "cannot_tell"), (Verdict(root, "accuracy"), Verdict(root, "detailedness")));
        Assert.Equal(6, server.Requests);
        Assert.True(File.Exists(world.PathOf("described/pair_rating.json")));
    }

    [Fact]
    public void Eval_JudgedBenchmarkWithoutAJudge_SaysHowToNameOne()
    {
        Directory.CreateDirectory(world.PathOf("scenes/mm_vet"));
        File.WriteAllText(world.PathOf("scenes/mm_vet/mm-vet.json"), "{}");
        CommandLineRun none = CommandLineRun.Of("eval", "mm_vet", "--model", world.Model, "--data", world.PathOf("scenes"));
        CommandLineRun half = CommandLineRun.Of("eval", "mm_vet", "--model", world.Model, "--data", world.PathOf("scenes"), "--judge-model", "judge");

        Assert.Equal((ExitCode.Usage, ExitCode.Usage), (none.ExitCode, half.ExitCode));
        Assert.Contains("mm_vet needs a judge. Name one with --judge-url", none.Error, StringComparison.Ordinal);
        Assert.Contains("A judge needs --judge-url with a whole address", half.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Eval_UnknownSuite_ListsTheKnownOnes()
    {
        CommandLineRun run = CommandLineRun.Of("eval", "poep", "--model", world.Model, "--data", world.PathOf("scenes"));

        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Contains("chair", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Quickstart_SmallSizes_ComparesThreeModelsInOneReport()
    {
        string folder = world.PathOf("quick");
        string[] arguments =
        [
            "quickstart", "values.sft=training.max_steps=2 training.per_device_train_batch_size=4",
            "values.dpo=training.max_steps=2 training.per_device_train_batch_size=4 data.val_size=0", "--images", "60", "--questions", "4",
            "--model", world.Model, "--out", folder, "--json",
        ];

        CommandLineRun run = CommandLineRun.Of(arguments);

        Assert.True(run.ExitCode == 0, run.Error);
        using JsonDocument result = JsonDocument.Parse(run.LastLine);
        Assert.Equal(["base", "fine-tuned", "aligned"], result.RootElement.GetProperty("models").EnumerateArray().Select(model => model.GetProperty("name").GetString()));
        Assert.Contains("data:image/jpeg;base64,", File.ReadAllText(result.RootElement.GetProperty("report").GetString()!), StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(folder, "export", "model.safetensors")));
        Assert.Equal(run.LastLine, CommandLineRun.Of(arguments).LastLine);
    }

    [Fact]
    public void Run_SuitesInTheRecipe_AreScoredBeforeAndAfter()
    {
        string folder = world.PathOf("scored");

        CommandLineRun run = CommandLineRun.Of(
            "run", world.Recipe, $"output_dir={folder}", "evaluation.suites=[chair]", $"evaluation.data_dir={world.PathOf("scenes")}", "evaluation.limit=3");

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("before  eval/chair/chair_s", run.Error, StringComparison.Ordinal);
        Assert.Contains("\"eval/chair/chair_s\"", File.ReadLines(Path.Combine(folder, "metrics.jsonl")).Last(), StringComparison.Ordinal);
        Assert.All([0, 4], step => Assert.Equal(3, File.ReadLines(Path.Combine(folder, "evaluation", $"step-{step}", "chair.jsonl")).Count()));
        Assert.Contains("\"strategy\": \"greedy\"", File.ReadAllText(Path.Combine(folder, "evaluation/step-4/chair.asked.json")), StringComparison.Ordinal);
    }

    [Fact]
    public void Run_JudgedSuite_IsARecipeErrorBeforeTheFirstStep()
    {
        CommandLineRun run = CommandLineRun.Of(
            "run", world.Recipe, $"output_dir={world.PathOf("unjudged")}", "evaluation.suites=[object_halbench]", $"evaluation.data_dir={world.PathOf("scenes")}");

        Assert.NotEqual(ExitCode.Unexpected, run.ExitCode);
        Assert.Contains("object_halbench", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_UnknownSuite_IsARecipeErrorBeforeTheFirstStep()
    {
        CommandLineRun run = CommandLineRun.Of(
            "run", world.Recipe, $"output_dir={world.PathOf("unknown")}", "evaluation.suites=[popp]", $"evaluation.data_dir={world.PathOf("scenes")}");

        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Contains("evaluation.suites", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Report_NoRun_SaysWhatItNeeds()
    {
        CommandLineRun run = CommandLineRun.Of("report", world.Model);

        Assert.Equal(ExitCode.Data, run.ExitCode);
        Assert.Contains("recipe.yaml", run.Error, StringComparison.Ordinal);
    }

    private static string? Verdict(JsonElement score, string metric) => score.GetProperty("against").GetProperty(metric).GetProperty("verdict").GetString();

    private JsonDocument Eval(string suite, string answers, params string[] more)
    {
        CommandLineRun run = CommandLineRun.Of(
            ["eval", suite, "--model", world.Model, "--data", world.PathOf("scenes"), "--limit", "6", "--max-new-tokens", "4", "--answers", world.PathOf(answers), "--json", .. more]);
        Assert.True(run.ExitCode == 0, run.Error);
        return JsonDocument.Parse(run.LastLine);
    }
}
