using System.Globalization;
using Trainer.Torch.Interop;

namespace Trainer.Torch.Distributed;

/// <summary>
/// The processes of one run and what they do together, by libtorch's own c10d. All of them must make the same calls in the
/// same order. A process that is alone has a group too, whose calls return at once, so that callers have one code path.
/// </summary>
public sealed class ProcessGroup : IDisposable
{
    private readonly Membership member;
    private readonly ProcessGroupOptions options;
    private readonly ProcessGroupHandle? handle;

    private ProcessGroup(Membership member, ProcessGroupOptions options)
    {
        this.member = member;
        this.options = options;
        handle = member.WorldSize > 1 ? Open() : null;
    }

    /// <summary>The group of a process that is alone.</summary>
    public static ProcessGroup Single { get; } = new(Membership.Alone, new ProcessGroupOptions());

    /// <summary>This process, from 0.</summary>
    public int Rank => member.Rank;

    /// <summary>Number of processes.</summary>
    public int WorldSize => member.WorldSize;

    /// <summary>Whether this is rank 0, which alone writes files and logs.</summary>
    public bool IsFirst => Rank == 0;

    /// <summary>Joins a group; returns when all of its processes have.</summary>
    /// <exception cref="ProcessGroupException">The others did not come in time.</exception>
    public static ProcessGroup Join(Membership member, ProcessGroupOptions options) =>
        member.WorldSize > 1 ? new ProcessGroup(member, options) : Single;

    /// <summary>Replaces a tensor by its sum over all processes; the result has the same bits in each.</summary>
    /// <param name="tensor">Contiguous, of one shape and type in all processes.</param>
    /// <exception cref="ProcessGroupException">Another process ended or did not answer in time; so for every method here.</exception>
    public void AllReduceSum(Tensor tensor) =>
        Run("all-reduce", tensor, (group, data) => NativeMethods.tt_group_all_reduce(group, data));

    /// <summary>Replaces a tensor by that of rank 0.</summary>
    /// <param name="tensor">Contiguous, of one shape and type in all processes.</param>
    public void Broadcast(Tensor tensor) =>
        Run("broadcast", tensor, (group, data) => NativeMethods.tt_group_broadcast(group, data));

    /// <summary>The numbers of every process, by rank.</summary>
    /// <param name="values">At least one; as many in each process.</param>
    public double[][] AllGather(params double[] values) => [.. Gather(values).Chunk(values.Length)];

    /// <summary>The bytes of every process, by rank; their lengths may differ.</summary>
    public byte[][] AllGather(byte[] bytes)
    {
        int[] lengths = [.. AllGather((double)bytes.Length).Select(length => (int)length[0])];
        byte[] padded = new byte[Math.Max(1, lengths.Max())];
        bytes.CopyTo(padded, 0);
        return [.. Gather(padded).Chunk(padded.Length).Zip(lengths, (row, length) => row[..length])];
    }

    /// <summary>Returns when all processes have come here.</summary>
    public void Barrier() => AllGather(Rank);

    /// <summary>Leaves the group.</summary>
    public void Dispose() => handle?.Dispose();

    private T[] Gather<T>(T[] own)
        where T : unmanaged
    {
        if (handle is null)
        {
            return own;
        }

        using var scope = new TensorScope();
        Tensor sent = Tensor.From(own).To(options.Device);
        Tensor rows = Tensor.Empty(sent.Placement, WorldSize, own.Length);
        Run("all-gather", sent, (group, data) => NativeMethods.tt_group_all_gather(group, data, rows.Handle));
        return rows.ToArray<T>();
    }

    private void Run(string collective, Tensor tensor, Func<nint, nint, int> call)
    {
        if (handle is null)
        {
            return;
        }

        ObjectDisposedException.ThrowIf(handle.IsClosed, this);
        if (call(handle.DangerousGetHandle(), tensor.Handle) != 0)
        {
            throw Failure($"The {collective} of {tensor}");
        }
    }

    private ProcessGroupHandle Open()
    {
        bool isNccl = options.Device.Kind == DeviceKind.Cuda;
        int status = NativeMethods.tt_group_open(
            isNccl ? 1 : 0, member.MasterAddress, member.MasterPort, Rank, WorldSize, (long)options.Timeout.TotalMilliseconds,
            options.NetworkInterface, LocalAddress.Towards(member.MasterAddress, member.MasterPort), out nint group);
        return status == 0 ? new ProcessGroupHandle(group) : throw Failure($"Meeting at {member.MasterAddress}:{member.MasterPort}");
    }

    private ProcessGroupException Failure(string action) => new(string.Create(
        CultureInfo.InvariantCulture,
        $"{action} with {WorldSize} processes failed (time-out {options.Timeout.TotalSeconds} s): {Native.LastError().TrimEnd('.', '!')}. Another process ended or hangs; see what the other ranks say."));
}
