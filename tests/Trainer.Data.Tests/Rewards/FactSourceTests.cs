using Trainer.Data.Records;
using Trainer.Data.Rewards;
using Trainer.TestKit;
using Trainer.Torch;

namespace Trainer.Data.Tests.Rewards;

public sealed class FactSourceTests : IDisposable
{
    private readonly TemporaryDirectory folder = new();
    private readonly FactTable table;

    public FactSourceTests() => table = FactTable.Open(folder.Write(
        "facts.json", """{"9.jpg": ["a", "b", "c", "d", "e", "f"], "aok_9.jpg": ["because"], "choice_9.jpg": ["B"], "empty.jpg": []}"""));

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(FactKind.Rationales, "because")]
    [InlineData(FactKind.Choices, "B")]
    public void Of_Kind_ReadsItsKey(FactKind kind, string expected) =>
        Assert.Equal([expected], Source(kind, FactOrder.Stored).Of(Record("r", "train/9.jpg"), 0));

    [Theory]
    [InlineData(CaptionType.General, "a")]
    [InlineData(CaptionType.Yes, "a")]
    [InlineData(CaptionType.No, "a")]
    [InlineData(CaptionType.A, "because")]
    [InlineData(CaptionType.D, "because")]
    public void Of_PromptOfAKind_HasCaptionsOrRationales(CaptionType kind, string first) =>
        Assert.Equal(first, Source(FactKind.Captions, FactOrder.Stored).Of(Record("r", "9.jpg") with { CaptionType = kind })[0]);

    [Fact]
    public void Of_Shuffled_IsOneOrderForARecordAndSeed()
    {
        IReadOnlyList<string> first = Source(FactKind.Captions, FactOrder.Shuffled).Of(Record("r", "9.jpg"), 0);

        Assert.Equal(["a", "b", "c", "d", "e", "f"], first.Order(StringComparer.Ordinal));
        Assert.Equal(first, Source(FactKind.Captions, FactOrder.Shuffled).Of(Record("r", "9.jpg"), 1));
        Assert.NotEqual(first, Source(FactKind.Captions, FactOrder.Shuffled).Of(Record("s", "9.jpg"), 0));
        Assert.NotEqual(first, Source(FactKind.Captions, FactOrder.Shuffled, seed: 6).Of(Record("r", "9.jpg"), 0));
        Assert.NotEqual(first, Source(FactKind.Captions, FactOrder.ShuffledPerAnswer).Of(Record("r", "9.jpg"), 1));
    }

    [Theory]
    [InlineData("7.jpg")]
    [InlineData("empty.jpg")]
    [InlineData(null)]
    public void Of_NothingKnown_IsRefused(string? image) =>
        Assert.Throws<DataException>(() => Source(FactKind.Captions, FactOrder.Stored).Of(Record("r", image), 0));

    [Theory]
    [InlineData("[1, 2]")]
    [InlineData("{\"9.jpg\": \"a\"}")]
    [InlineData("{")]
    public void Open_NoTable_SaysSo(string text) => Assert.Throws<DataException>(() => FactTable.Open(folder.Write("bad.json", text)));

    private FactSource Source(FactKind kind, FactOrder order, ulong seed = 5) => new(new FactRule(kind, order), table, new RandomRoot(seed));

    private static PromptRecord Record(string id, string? image) =>
        new() { Id = id, Images = image is null ? [] : [image], Turns = [new Turn(Speaker.Human, "what?")] };
}
