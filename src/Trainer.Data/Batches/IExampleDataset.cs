namespace Trainer.Data.Batches;

/// <summary>Examples that are made on demand, by position. Used from several threads at once.</summary>
/// <typeparam name="TExample">What goes into a batch.</typeparam>
public interface IExampleDataset<out TExample>
{
    /// <summary>
    /// Encodes the text of each record once, so that bad and overlong records are found before the first step and not in the
    /// middle of a run.
    /// </summary>
    /// <param name="positions">Positions of the records in question.</param>
    /// <exception cref="DataException">A record can't be used, and may not be left out; the message names it.</exception>
    UsableRecords Audit(IReadOnlyList<int> positions);

    /// <summary>Reads and encodes one record, and decodes its pictures.</summary>
    /// <param name="position">Position in the file.</param>
    /// <exception cref="DataException">The record or one of its pictures is bad; the message names the record.</exception>
    TExample Load(int position);
}
