namespace Trainer.Torch.Tests;

public sealed class TensorTests : IDisposable
{
    private readonly TensorScope scope = new();

    public void Dispose() => scope.Dispose();

    // Case rm.batch_select of LLaVA-RLHF's reference run: each row has indices of its own.
    [Fact]
    public void Gather_IndicesOfEachRow_TakeItsValues()
    {
        Tensor values = Tensor.From([0L, 1, 2, 3, 0, 9, 6, 7, 8], 3, 3);

        Tensor chosen = values.Gather(1, Tensor.From([0L, 1, 1, 0, 0, 0], 3, 2));

        Assert.Equal([0L, 1, 0, 3, 6, 6], chosen.ToArray<long>());
    }

    [Fact]
    public void From_Values_KeepsShapeAndOrder()
    {
        Tensor tensor = Tensor.From([1f, 2f, 3f, 4f, 5f, 6f], 2, 3);
        Assert.Equal([2, 3], tensor.Shape);
        Assert.Equal(DType.Float32, tensor.DType);
        Assert.Equal(3, tensor.Size(-1));
        Assert.Equal([1f, 4f, 2f, 5f, 3f, 6f], tensor.Transpose(0, 1).ToArray<float>());
    }

    [Fact]
    public void AsStrided_ChosenSteps_PicksTheElements()
    {
        Tensor tensor = Tensor.From([1f, 2f, 3f, 4f, 5f]);
        Assert.Equal([1f, 3f, 2f, 4f], tensor.AsStrided([2, 2], [1, 2]).ToArray<float>());
        Assert.Equal([2f, 2f, 2f], tensor.Narrow(0, 1, 1).AsStrided([3], [0]).ToArray<float>());
    }

    [Fact]
    public void Arithmetic_HandWorkedValues_AreExact()
    {
        Tensor left = Tensor.From([1f, 2f, 3f]);
        Tensor right = Tensor.From([4f, 5f, 6f]);
        Assert.Equal([6f, 10f, 14f], (((left + right) * 2) - (1 - left) - right).ToArray<float>());
        Assert.Equal([0.25f, 0.4f, 0.5f], (left / right).ToArray<float>());
        Assert.Equal(32, (left * right).Sum().Item());
    }

    [Fact]
    public void Call_WrongShapes_NamesOperatorAndShapes()
    {
        var error = Assert.Throws<TorchException>(() => Tensor.From([1f, 2f]) + Tensor.From([1f, 2f, 3f]));
        Assert.Contains("aten::add.Tensor(Float32[2], Float32[3])", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Call_UnknownOperator_SaysThatThisLibtorchLacksIt()
    {
        var missing = new Operator("aten::no_such_operator");
        Assert.False(missing.Exists);
        Assert.Contains("no_such_operator", Assert.Throws<TorchException>(() => missing.Call(1L)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Handle_AfterDispose_IsRefused()
    {
        Tensor tensor = Tensor.From([1f]);
        tensor.Dispose();
        tensor.Dispose();
        Assert.True(tensor.IsDisposed);
        Assert.Throws<ObjectDisposedException>(() => tensor.Sum());
    }

    [Fact]
    public void Scope_Disposed_FreesAllButTheKept()
    {
        long before = TensorScope.LiveTensors;
        Tensor kept;
        using (var inner = new TensorScope())
        {
            Tensor sum = Tensor.From([1f, 2f]) + 1;
            kept = inner.Keep(sum.Sum());
            Assert.Equal(before + 3, TensorScope.LiveTensors);
        }

        Assert.Equal(before + 1, TensorScope.LiveTensors);
        Assert.Equal(5, kept.Item());
        kept.Dispose();
        Assert.Equal(before, TensorScope.LiveTensors);
    }

    [Fact]
    public unsafe void Over_MappedMemory_SharesItAndLetsTheOwnerGo()
    {
        float[] owner = GC.AllocateArray<float>(3, pinned: true);
        owner[1] = 7;
        fixed (float* memory = owner)
        {
            using Tensor view = TensorScope.Release(Tensor.Over(memory, DType.Float32, owner, 3));
            owner[2] = 9;
            Assert.Equal([0f, 7f, 9f], view.ToArray<float>());
        }
    }

    [Fact]
    public void To_NothingToChange_SharesTheElementsAndLivesOnItsOwn()
    {
        Tensor first = Tensor.From([1f, 2f]);
        Tensor second = first.To(DType.Float32);

        second.Fill(7);
        Assert.Equal([7f, 7f], first.ToArray<float>());
        first.Dispose();
        Assert.Equal([7f, 7f], second.ToArray<float>());
    }

    [Fact]
    public void To_WithGradients_PassesThemOn()
    {
        Tensor weight = Tensor.From([2f, 3f]);
        weight.RequiresGrad = true;

        (weight.To(Placement.CpuFloat).Contiguous() * 5).Sum().Backward();

        Assert.Equal([5f, 5f], weight.Grad!.ToArray<float>());
    }

    [Fact]
    public void ToArray_ColumnsFirst_IsRowMajor() =>
        Assert.Equal([1f, 3f, 2f, 4f], Tensor.From([1f, 2f, 3f, 4f], 2, 2).Transpose(0, 1).ToArray<float>());

    [Fact]
    public void Span_ElementsThatAreNotAdjacent_SaysWhichTensor() =>
        Assert.StartsWith(
            "Read the elements of Float32[2, 2]: ",
            Assert.Throws<TorchException>(() => Tensor.From([1f, 2f, 3f, 4f], 2, 2).Transpose(0, 1).Span<float>().Length).Message,
            StringComparison.Ordinal);

    [Fact]
    public void TopK_Values_ComeWithTheirIndices()
    {
        TensorPair top = Tensor.From([3f, 9f, 1f, 7f]).TopK(2);
        Assert.Equal([9f, 7f], top.First.ToArray<float>());
        Assert.Equal([1L, 3L], top.Second.ToArray<long>());
    }

    [Theory]
    [InlineData(DType.Float32)]
    [InlineData(DType.BFloat16)]
    public void CopyRows_OfTwoOuterDimensions_CountsThroughBoth(DType type)
    {
        Tensor matrix = Tensor.From([1f, 2, 3, 4, 5, 6, 7, 8], 2, 2, 2).To(type);
        Tensor copy = matrix.CopyRows([3, 0, 3]);
        matrix.Zero();

        Assert.Equal([3L, 2], copy.Shape);
        Assert.Equal([7f, 8, 1, 2, 7, 8], copy.To(DType.Float32).ToArray<float>());
    }

    [Fact]
    public void CopyRows_OfColumnsFirst_CopiesWhatIsSeen() =>
        Assert.Equal([2f, 4], Tensor.From([1f, 2, 3, 4], 2, 2).Transpose(0, 1).CopyRows([1]).ToArray<float>());

    [Fact]
    public void Index_RowsAndColumns_PicksPairs()
    {
        Tensor table = Tensor.Arange(0, 12).Reshape(3, 4);
        Assert.Equal([6L, 11L], table.Index(Tensor.From([1L, 2L]), Tensor.From([2L, 3L])).ToArray<long>());
        Assert.Equal([8L, 9L, 10L, 11L, 0L, 1L, 2L, 3L], table.Index(Tensor.From([2L, 0L])).ToArray<long>());
    }

    [Fact]
    public void RandomStream_RestoredState_DrawsTheSameNumbers()
    {
        using var stream = new RandomStream(3);
        byte[] state = stream.SaveState();
        float[] first = Tensor.Normal(Placement.CpuFloat, stream, 5).ToArray<float>();
        stream.RestoreState(state);
        Assert.Equal(first, Tensor.Normal(Placement.CpuFloat, stream, 5).ToArray<float>());
        Assert.NotEqual(first, Tensor.Normal(Placement.CpuFloat, stream, 5).ToArray<float>());
    }

    [Fact]
    public void SeedFor_NamesAndIndices_AreIndependentAndStable()
    {
        var root = new RandomRoot(17);
        Assert.Equal(root.SeedFor("shuffle", 1), new RandomRoot(17).SeedFor("shuffle", 1));
        Assert.Equal(4, new[] { root.SeedFor("shuffle"), root.SeedFor("shuffle", 1), root.SeedFor("dropout"), new RandomRoot(18).SeedFor("shuffle") }.Distinct().Count());
    }
}
