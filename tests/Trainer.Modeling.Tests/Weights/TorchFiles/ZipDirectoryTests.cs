using Trainer.Modeling.Weights;
using Trainer.Modeling.Weights.TorchFiles;
using Trainer.TestKit;

namespace Trainer.Modeling.Tests.Weights.TorchFiles;

public sealed class ZipDirectoryTests : IDisposable
{
    private const int Mutations = 3_000;

    private static readonly byte[] Pickle = new PickleWriter().Letters("}").Text("a").Tensor(2, 0, [2], [1]).Letters("s").Stop();

    private readonly TemporaryDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Theory]
    [InlineData("../outside")]
    [InlineData("/etc/passwd")]
    [InlineData("r/../../outside")]
    [InlineData("r\\data")]
    [InlineData("c:data")]
    [InlineData("r/")]
    public void Open_PathThatLeavesTheArchive_IsRefused(string name) =>
        Assert.Contains("plain path", Refusal(Sound().Add(name, [1])), StringComparison.Ordinal);

    [Fact]
    public void Open_CompressedEntry_SaysHowToSaveAgain()
    {
        string message = Refusal(new ArchiveWriter().Add("r/data.pkl", Pickle).Add("r/data/0", new byte[8], method: 8));

        Assert.Contains("r/data/0", message, StringComparison.Ordinal);
        Assert.Contains("torch.save(", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_EntryLargerThanTheFile_IsRefused() =>
        Assert.Contains("r/data/0", Refusal(new ArchiveWriter().Add("r/data.pkl", Pickle).Add("r/data/0", new byte[8], claimed: int.MaxValue)), StringComparison.Ordinal);

    [Fact]
    public void Open_EntriesThatShareBytes_AreRefused() =>
        Assert.Contains("overlap", Refusal(new ArchiveWriter().Add("r/data/0", new byte[8], claimed: 50).Add("r/data.pkl", Pickle)), StringComparison.Ordinal);

    [Fact]
    public void Open_EntryListedTwice_IsRefused() =>
        Assert.Contains("twice", Refusal(new ArchiveWriter().Add("r/data.pkl", Pickle).List("r/data.pkl"u8.ToArray(), 0, Pickle.Length, 0)), StringComparison.Ordinal);

    [Fact]
    public void Open_ListAndHeaderDisagree_IsRefused() =>
        Assert.Contains("calls itself", Refusal(new ArchiveWriter().Add("r/data.pkl", Pickle).List("r/data.pkx"u8.ToArray(), 0, Pickle.Length, 0)), StringComparison.Ordinal);

    [Theory]
    [InlineData("r/data.pickle")]
    [InlineData("r/s/data.pkl")]
    public void Open_NoPickle_IsRefused(string name) => Assert.Contains("data.pkl", Refusal(new ArchiveWriter().Add(name, Pickle)), StringComparison.Ordinal);

    [Fact]
    public void Open_TwoPickles_IsRefused() =>
        Assert.Contains("2 such", Refusal(Sound().Add("s/data.pkl", Pickle)), StringComparison.Ordinal);

    [Theory]
    [InlineData("big", false)]
    [InlineData("little", true)]
    public void Open_ByteOrder_MustBeOurs(string order, bool isFine)
    {
        ArchiveWriter archive = Sound().Add("r/byteorder", System.Text.Encoding.ASCII.GetBytes(order));

        Assert.Equal(isFine, Opens(archive.End()));
    }

    [Fact]
    public void Open_MutatedArchives_EitherHoldsOrIsCheckpointError()
    {
        var random = new Random(20261121);
        int accepted = 0;
        for (int i = 0; i < Mutations; i++)
        {
            byte[] bytes = [.. TorchFixture.Dictionary];
            for (int changes = random.Next(1, 4); changes > 0; changes--)
            {
                bytes[random.Next(bytes.Length)] = (byte)(random.Next(3) == 0 ? 0xff : random.Next(256));
            }

            accepted += Opens(bytes) ? 1 : 0;
        }

        Assert.InRange(accepted, Mutations / 100, Mutations * 3 / 4);
    }

    private static ArchiveWriter Sound() => new ArchiveWriter().Add("r/data/0", new byte[8]).Add("r/data.pkl", Pickle);

    private bool Opens(byte[] bytes)
    {
        try
        {
            using TorchFile file = TorchFile.Open(directory.Write("file.bin", bytes));
            Assert.All(file.Tensors.Values, info => Assert.InRange(info.End, info.Begin, bytes.Length));
            return true;
        }
        catch (CheckpointException)
        {
            return false;
        }
    }

    private string Refusal(ArchiveWriter archive)
    {
        string path = directory.Write("file.bin", archive.End());
        return Assert.Throws<CheckpointException>(() => TorchFile.Open(path)).Message;
    }
}
