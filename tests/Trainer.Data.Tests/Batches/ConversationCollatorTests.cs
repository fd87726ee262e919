using Trainer.Data.Batches;

namespace Trainer.Data.Tests.Batches;

public sealed class ConversationCollatorTests
{
    private static readonly ConversationCollator Collator = new(padTokenId: 9, imageSize: 1);

    [Fact]
    public void Collate_TwoLengths_PadsOnTheRight()
    {
        using ConversationBatch batch = Collator.Collate(
        [
            new("a", new([1, 2, 3], [-100, 2, 3], 0), [[0.1f, 0.2f, 0.3f]], 1),
            new("b", new([4], [-100], 0), [], 0.5),
            new("c", new([5, 6], [-100, 6], 0), [[1, 2, 3], [4, 5, 6]], 1),
        ]);

        Assert.Equal([3, 3], batch.TokenIds.Shape);
        Assert.Equal([1, 2, 3, 4, 9, 9, 5, 6, 9], batch.TokenIds.ToArray<long>());
        Assert.Equal([-100, 2, 3, -100, -100, -100, -100, 6, -100], batch.Labels.ToArray<long>());
        Assert.Equal([0, 0, 0], batch.Starts.ToArray<long>());
        Assert.Equal([3, 1, 2], batch.Ends.ToArray<long>());
        Assert.Equal([1f, 0.5f, 1f], batch.Weights.ToArray<float>());
        Assert.Equal([3, 3, 1, 1], batch.Pixels!.Shape);
        Assert.Equal([0.1f, 0.2f, 0.3f, 1, 2, 3, 4, 5, 6], batch.Pixels.ToArray<float>());
        Assert.Equal(["a", "b", "c"], batch.RecordIds);
        Assert.Equal((3, 6L, 3L), (batch.Samples, batch.Tokens, batch.LabelCount));
    }

    [Fact]
    public void Collate_NoPictures_HasNoPixels()
    {
        using ConversationBatch batch = Collator.Collate([new("a", new([1], [1], 0), [], 1)]);

        Assert.Null(batch.Pixels);
    }

    [Fact]
    public void Collate_Instructions_FollowThePicturesInOneBlock()
    {
        using ConversationBatch batch = Collator.Collate(
        [
            new("a", new([1], [1], 1) { Instructions = [[7, 8]] }, [[1, 2, 3]], 1),
            new("b", new([2], [2], 0), [], 1),
            new("c", new([3], [3], 1) { Instructions = [[9]] }, [[4, 5, 6]], 1),
        ]);

        Assert.Equal([2, 2], batch.Instructions!.Ids.Shape);
        Assert.Equal([7, 8, 9, 0], batch.Instructions.Ids.ToArray<long>());
        Assert.Equal([2, 1], batch.Instructions.Lengths.ToArray<long>());
    }

    [Fact]
    public void Collate_AnyLengths_LabelsStayWithTheirTokens()
    {
        var random = new Random(5);
        for (var round = 0; round < 50; round++)
        {
            ConversationExample[] examples = [.. Enumerable.Range(0, random.Next(1, 6)).Select(index => Draw(index, random))];

            using ConversationBatch batch = Collator.Collate(examples);

            long[] tokens = batch.TokenIds.ToArray<long>();
            long[] labels = batch.Labels.ToArray<long>();
            Assert.All(tokens.Zip(labels), pair => Assert.True(pair.Second == -100 || pair.Second == pair.First));
            Assert.Equal(
                examples.SelectMany(example => example.Conversation.Labels).Where(label => label != -100),
                labels.Where(label => label != -100));
            Assert.Equal(labels.Count(label => label != -100), batch.LabelCount);
        }
    }

    private static ConversationExample Draw(int index, Random random)
    {
        long[] tokens = [.. Enumerable.Range(0, random.Next(1, 12)).Select(_ => random.NextInt64(1000))];
        return new($"{index}", new(tokens, [.. tokens.Select(token => random.Next(2) == 0 ? token : -100)], 0), [], 1);
    }
}
