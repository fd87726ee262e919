using System.Diagnostics;
using Trainer.TestKit;
using Trainer.Torch.Distributed;

namespace Trainer.Torch.Tests.Distributed;

public sealed class ProcessGroupTests
{
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(2);

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void AllReduceSum_ManyElements_IsTheSumWithTheSameBitsEverywhere(int count)
    {
        float[][] sums = Ranks.Run(count, group =>
        {
            using var scope = new TensorScope();
            Tensor tensor = Tensor.From(Values(group.Rank));
            group.AllReduceSum(tensor);
            return tensor.ToArray<float>();
        });

        float[] expected = Values(0);
        for (int rank = 1; rank < count; rank++)
        {
            expected = [.. expected.Zip(Values(rank), (sum, value) => sum + value)];
        }

        Assert.All(sums[0].Zip(expected), pair => Assert.Equal(pair.Second, pair.First, 1e-5f));
        Assert.All(sums, sum => Assert.Equal(sums[0], sum));
    }

    [Fact]
    public void Broadcast_DifferentTensors_GivesAllThatOfRankZero()
    {
        float[][] values = Ranks.Run(3, group =>
        {
            using var scope = new TensorScope();
            Tensor tensor = Tensor.From([group.Rank + 5f, 1f]);
            group.Broadcast(tensor);
            return tensor.ToArray<float>();
        });

        Assert.All(values, value => Assert.Equal([5f, 1f], value));
    }

    [Fact]
    public void AllGather_BytesOfUnequalLengths_ComeByRankAndUncut()
    {
        byte[][][] gathered = Ranks.Run(3, group => group.AllGather([.. Enumerable.Repeat((byte)(group.Rank + 1), 2 * group.Rank)]));

        Assert.All(gathered, all => Assert.Equal([[], [2, 2], [3, 3, 3, 3]], all));
    }

    [Fact]
    public void AllGather_Numbers_KeepTheirBits()
    {
        double[][][] gathered = Ranks.Run(2, group => group.AllGather(1.0 / (group.Rank + 3), 1L << 52));

        Assert.All(gathered, all => Assert.Equal([[1.0 / 3, 1L << 52], [0.25, 1L << 52]], all));
    }

    [Fact]
    public void Single_AnyCall_ChangesNothing()
    {
        using var scope = new TensorScope();
        Tensor tensor = Tensor.From([1f, 2f]);

        ProcessGroup.Single.AllReduceSum(tensor);
        ProcessGroup.Single.Broadcast(tensor);
        ProcessGroup.Single.Barrier();

        Assert.Equal([1f, 2f], tensor.ToArray<float>());
        Assert.Equal([[3.0]], ProcessGroup.Single.AllGather(3.0));
        Assert.Equal([[7]], ProcessGroup.Single.AllGather([(byte)7]));
    }

    [Fact]
    public void Join_OthersMissing_FailsWithinTheTimeOut()
    {
        var clock = Stopwatch.StartNew();
        var member = new Membership(0, 2, 0, "127.0.0.1", Ranks.FreePort());

        var error = Assert.Throws<ProcessGroupException>(() => ProcessGroup.Join(member, new ProcessGroupOptions { Timeout = Short }));

        Assert.Contains($"127.0.0.1:{member.MasterPort}", error.Message, StringComparison.Ordinal);
        Assert.Contains("time-out 2 s", error.Message, StringComparison.Ordinal);
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, 10 * Short);
    }

    [Fact]
    public void AllReduceSum_OneRankStaysAway_TheOthersFailWithinTheTimeOut()
    {
        using var gone = new ManualResetEventSlim();

        Exception?[] errors = Ranks.Errors(2, Short, group =>
        {
            if (group.Rank == 1)
            {
                Assert.True(gone.Wait(10 * Short));
                return;
            }

            try
            {
                Reduce(group);
            }
            finally
            {
                gone.Set();
            }
        });

        Assert.Contains("time-out 2 s", Assert.IsType<ProcessGroupException>(errors[0]).Message, StringComparison.Ordinal);
        Assert.Null(errors[1]);
    }

    [Fact]
    public void AllReduceSum_OneRankLeaves_TheOthersFailAtOnce()
    {
        Exception?[] errors = Ranks.Errors(2, TimeSpan.FromMinutes(10), group =>
        {
            group.Barrier();
            if (group.Rank == 0)
            {
                Reduce(group);
            }
        });

        Assert.IsType<ProcessGroupException>(errors[0]);
    }

    [Fact]
    public void Join_UnknownHost_NamesIt()
    {
        var member = new Membership(1, 2, 0, "no-such-host.invalid", 29500);

        var error = Assert.Throws<ProcessGroupException>(() => ProcessGroup.Join(member, new ProcessGroupOptions { Timeout = Short }));

        Assert.Contains("no-such-host.invalid", error.Message, StringComparison.Ordinal);
    }

    private static float[] Values(int rank) => [.. Enumerable.Range(0, 1000).Select(i => MathF.Sin(i * (rank + 1)))];

    private static void Reduce(ProcessGroup group)
    {
        using var scope = new TensorScope();
        group.AllReduceSum(Tensor.From([1f]));
    }
}
