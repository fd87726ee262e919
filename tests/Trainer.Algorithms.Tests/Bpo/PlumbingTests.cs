using System.Text.Json;
using Trainer.Algorithms.Bpo;

namespace Trainer.Algorithms.Tests.Bpo;

public sealed class PlumbingTests
{
    private static readonly JsonElement[] Cases =
        [.. JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Bpo", "Fixtures", "plumbing.json")))
            .RootElement.GetProperty("cases").EnumerateArray()];

    [Fact]
    public void ReleasedWeakening_GoldenQuestions_LosesTheSameLetters()
    {
        string[] prompts = Texts("weakening_query_cleanup", "inputs", "prompts");

        string[] cleaned = [.. prompts.Select(QueryCleanup.ReleasedWeakening)];

        Assert.Equal(Texts("weakening_query_cleanup", "outputs", "cleaned"), cleaned);
        Assert.Equal(Texts("weakening_query_cleanup", "outputs", "human_turn"), cleaned.Select(question => Record(question).WithImage(question)));
    }

    [Fact]
    public void ReleasedInjection_GoldenQuestions_AgreesWithTheReference() => Assert.Equal(
        Texts("injection_question_cleanup", "outputs", "cleaned"),
        Texts("injection_question_cleanup", "inputs", "prompts").Select(QueryCleanup.ReleasedInjection));

    [Fact]
    public void ReleasedCleanup_GoldenTexts_DropsTheFirstCharacter() => Assert.Equal(
        Texts("injection_output_cleanup", "outputs", "response"),
        Texts("injection_output_cleanup", "inputs", "raw").Select(ErrorInjector.ReleasedCleanup));

    /// <summary>LLaVA-RLHF's answers to benchmarks are cut alike; the last part is what is left.</summary>
    [Fact]
    public void Part_TenItemsInFourParts_AreThoseOfTheReference() => Assert.Equal(
        [[0, 1, 2], [3, 4, 5], [6, 7, 8], [9]],
        Enumerable.Range(0, 4).Select(chunk => WorkSplit.Part([.. Enumerable.Range(0, 10)], 4, chunk)));

    [Fact]
    public void Part_GoldenSizes_AgreesWithTheReference()
    {
        int[][] sizes = [.. Numbers("inputs", "cases").Select(split =>
            Enumerable.Range(0, split[1]).Select(chunk => WorkSplit.Part([.. Enumerable.Range(0, split[0])], split[1], chunk).Count).Where(size => size > 0).ToArray())];

        Assert.Equal(Numbers("outputs", "sizes"), sizes);
    }

    [Theory]
    [InlineData("<image>\nWhat is it?")]
    [InlineData("What is it?\n<image>")]
    [InlineData("<image>\nWhat is it?<image>")]
    public void Turns_MarksAnywhere_BecomeOneInFront(string prompt) =>
        Assert.Equal("<image>\nWhat is it?", Record(prompt).Turns[0].Value);

    private static BpoRecord Record(string prompt) =>
        new() { Id = "r", Image = "a.png", Prompt = prompt, Completions = [new Completion("A cat.", 1, "gt")] };

    private static int[][] Numbers(string side, string field) =>
        [.. At("chunk_split", side, field).Select(list => list.EnumerateArray().Select(number => number.GetInt32()).ToArray())];

    private static string[] Texts(string name, string side, string field) => [.. At(name, side, field).Select(text => text.GetString()!)];

    private static JsonElement.ArrayEnumerator At(string name, string side, string field) =>
        Cases.Single(one => one.GetProperty("name").GetString() == name).GetProperty(side).GetProperty(field).EnumerateArray();
}
