using System.Globalization;

namespace Trainer.Training.Tests;

public sealed class RunLockTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private RunDirectory Run => new(folder);

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Take_HeldFolder_NamesFolderProcessAndRemedy()
    {
        using RunLock held = RunLock.Take(Run);

        var error = Assert.Throws<IOException>(() => RunLock.Take(Run));

        Assert.Contains(folder, error.Message, StringComparison.Ordinal);
        Assert.Contains($"process {Environment.ProcessId}", error.Message, StringComparison.Ordinal);
        Assert.Contains("output_dir", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Take_ReleasedFolder_IsFree()
    {
        RunLock.Take(Run).Dispose();

        using RunLock next = RunLock.Take(Run);

        Assert.Throws<IOException>(() => RunLock.Take(Run));
    }

    [Fact]
    public void Take_FileOfAProcessThatDied_IsNoObstacle()
    {
        string holder = Path.Combine(folder, "run.pid");
        File.WriteAllText(Path.Combine(folder, "run.lock"), string.Empty);
        File.WriteAllText(holder, "12345678901234567890");

        RunLock.Take(Run).Dispose();

        Assert.Equal(Environment.ProcessId.ToString(CultureInfo.InvariantCulture), File.ReadAllText(holder));
    }

    [Fact]
    public void Take_OtherFolder_IsIndependent()
    {
        using RunLock one = RunLock.Take(new RunDirectory(folder.Path + "/one"));
        using RunLock two = RunLock.Take(new RunDirectory(folder.Path + "/two"));

        Assert.NotSame(one, two);
    }
}
