using System.Text.Json;
using Trainer.Annotation.Judgements;
using Trainer.Annotation.Labels;
using Trainer.Data.Preferences;

namespace Trainer.Annotation.Tests.Labels;

public sealed class PreferenceExportTests : IDisposable
{
    private readonly PairFolder folder = new(pairs: 5);

    private string Target => Path.Combine(folder.Path, "preferences.json");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Write_Majorities_AreLlavaRlhfsFormat()
    {
        (int Item, Choice Vote)[] votes =
        [
            (0, Choice.First), (0, Choice.First), (0, Choice.Second),
            (1, Choice.Second), (1, Choice.Same),
            (2, Choice.First), (2, Choice.Second),
            (3, Choice.Same),
        ];

        ExportReport report = PreferenceExport.Write(Target, ComparisonSet.Open(folder.Path), votes.ToLookup(vote => vote.Item, vote => vote.Vote));

        Assert.Equal(new ExportReport(Items: 5, Pairs: 2, Ties: 2, Unjudged: 1), report);
        const string expected = """
            [{"id": "p0", "image": "0.png", "conversations": [{"from": "human", "value": "<image>\nWhat is it?"}, {"from": "gpt", "value": "A thing."}],
              "output_1": {"from": "gpt", "value": "first 0"}, "output_2": {"from": "gpt", "value": "second 0"}, "preference": 1},
             {"id": "p1", "image": "1.png", "conversations": [{"from": "human", "value": "<image>\nWhat is it?"}, {"from": "gpt", "value": "A thing."}],
              "output_1": {"from": "gpt", "value": "first 1"}, "output_2": {"from": "gpt", "value": "second 1"}, "preference": 2}]
            """;
        using JsonDocument wanted = JsonDocument.Parse(expected);
        using JsonDocument written = JsonDocument.Parse(File.ReadAllText(Target));
        Assert.True(JsonElement.DeepEquals(wanted.RootElement, written.RootElement), File.ReadAllText(Target));
        using PreferenceFile read = PreferenceFile.Open(Target, "llava_rlhf", Path.Combine(folder.Path, "images"), new PairRules());
        Assert.Equal([("first 0", "second 0"), ("second 1", "first 1")], Enumerable.Range(0, read.Count).Select(read.Read).Select(pair => (pair.Chosen, pair.Rejected)));
    }

    [Fact]
    public void VotesOf_Judgements_LeavesOutWhatWasSkipped()
    {
        var said = new Judgement(2, Choice.Second) { Hallucination = Choice.First, Helpfulness = Choice.Same };
        var skipped = new Judgement(3, Choice.Second) { IsSkipped = true };

        ILookup<int, Choice> votes = PreferenceExport.VotesOf(new Dictionary<string, IReadOnlyList<Judgement>> { ["ann"] = [said, skipped], ["bob"] = [said] });

        Assert.Equal([2], votes.Select(item => item.Key));
        Assert.Equal([Choice.Second, Choice.Second], votes[2]);
    }
}
