using Trainer.Data.Batches;

namespace Trainer.Data.Tests.Batches;

public sealed class LengthLimitTests
{
    private const int No = ConversationBatch.Ignored;
    private static readonly EncodedConversation Conversation = new([1, 2, 3, 4, 5, 6], [No, 2, No, No, 5, 6]);

    [Theory]
    [InlineData(6, OverlongPolicy.Error, 6)]
    [InlineData(5, OverlongPolicy.Error, null)]
    [InlineData(5, OverlongPolicy.Drop, null)]
    [InlineData(5, OverlongPolicy.TruncateResponse, 5)]
    [InlineData(4, OverlongPolicy.TruncateResponse, null)]
    public void Apply_LongConversation_FollowsThePolicy(int most, OverlongPolicy policy, int? expected)
    {
        EncodedConversation? limited = new LengthLimit(most, policy).Apply(Conversation);

        Assert.Equal(expected, limited?.TokenIds.Length);
        Assert.Equal(expected, limited?.Labels.Length);
    }

    [Fact]
    public void Apply_NothingToLearn_CantBeCut()
    {
        Assert.Null(new LengthLimit(1, OverlongPolicy.TruncateResponse).Apply(new([1, 2], [No, No])));
    }
}
