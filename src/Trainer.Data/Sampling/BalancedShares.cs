namespace Trainer.Data.Sampling;

/// <summary>Deals records out to processes that wait for each other, so that none has much more to do than another.</summary>
internal static class BalancedShares
{
    /// <summary>
    /// Goes through the records from the longest to the shortest, and gives each to the process with the fewest tokens among those
    /// with room: Graham's rule, doi:10.1137/0117039. No process gets more than ⌈records / processes⌉, for memory follows their number.
    /// </summary>
    /// <param name="lengths">Tokens of each record, at least 1.</param>
    /// <param name="processes">Number of processes, at most as many as records.</param>
    /// <returns>The process of each record.</returns>
    internal static int[] Owners(IReadOnlyList<int> lengths, int processes)
    {
        var owners = new int[lengths.Count];
        var tokens = new long[processes];
        var records = new int[processes];
        int room = (lengths.Count + processes - 1) / processes;
        foreach (int record in Enumerable.Range(0, lengths.Count).OrderByDescending(record => lengths[record]))
        {
            int owner = Enumerable.Range(0, processes).Where(process => records[process] < room).MinBy(process => tokens[process]);
            owners[record] = owner;
            tokens[owner] += lengths[record];
            records[owner]++;
        }

        return owners;
    }
}
