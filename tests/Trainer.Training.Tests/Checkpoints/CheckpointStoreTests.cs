using Trainer.Training.Checkpoints;

namespace Trainer.Training.Tests.Checkpoints;

public sealed class CheckpointStoreTests
{
    [Fact]
    public void Save_Limit_KeepsTheNewestAndTheBest()
    {
        using var folder = new TemporaryFolder();
        var store = new CheckpointStore(folder, limit: 2);

        foreach (int step in new[] { 9, 10, 11, 100 })
        {
            store.Save(step, bestStep: 9, Fill);
        }

        Assert.Equal([9, 11, 100], store.Steps);
        Assert.Equal(store.PathOf(100), store.Latest);
    }

    [Fact]
    public void Save_WriterFails_LeavesOlderOnesAndNoFinalName()
    {
        using var folder = new TemporaryFolder();
        var store = new CheckpointStore(folder, limit: 1);
        store.Save(1, null, Fill);

        Assert.Throws<IOException>(() => store.Save(2, null, path =>
        {
            Fill(path);
            throw new IOException("disk full");
        }));

        Assert.Equal([1], store.Steps);
        store.RemovePartial();
        Assert.Equal(["checkpoint-1"], Directory.EnumerateFileSystemEntries(folder).Select(Path.GetFileName));
    }

    [Fact]
    public void Save_SameStepAgain_Replaces()
    {
        using var folder = new TemporaryFolder();
        var store = new CheckpointStore(folder);
        store.Save(5, null, Fill);

        string path = store.Save(5, null, target => File.WriteAllText(Path.Combine(target, "other"), "new"));

        Assert.Equal(["other"], Directory.EnumerateFiles(path).Select(Path.GetFileName));
    }

    [Fact]
    public void Steps_ForeignFolders_AreNotCheckpoints()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(Path.Combine(folder, "checkpoint-best"));
        Directory.CreateDirectory(Path.Combine(folder, "checkpoint--3"));

        Assert.Empty(new CheckpointStore(folder).Steps);
        Assert.Empty(new CheckpointStore(Path.Combine(folder, "absent")).Steps);
    }

    private static void Fill(string path) => File.WriteAllText(Path.Combine(path, "weights"), "bytes");
}
