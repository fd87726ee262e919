using Trainer.Data.Readers;
using Trainer.Data.Records;
using Trainer.Data.Text;

namespace Trainer.Data.Batches;

/// <summary>The conversations of one file, encoded and decoded on demand. Safe to use from several threads.</summary>
/// <param name="file">The records.</param>
/// <param name="imageDir">Folder that image paths start from.</param>
/// <param name="encode">Turns a conversation into tokens, such as <see cref="ConversationEncoder.Encode"/>; null leaves it out.</param>
/// <param name="images">Reads pictures.</param>
public sealed class ConversationDataset(
    RecordFile<ConversationRecord> file, string imageDir, Func<IReadOnlyList<Turn>, TokenizedConversation?> encode, IImageReader images)
{
    /// <summary>
    /// Encodes the text of each record once, so that bad and overlong records are found before the first step and not in the
    /// middle of a run.
    /// </summary>
    /// <param name="positions">Positions of the records in question.</param>
    /// <exception cref="DataException">A record can't be used, and may not be left out; the message names it.</exception>
    public UsableRecords Audit(IReadOnlyList<int> positions)
    {
        int[] lengths = LengthsOf(positions);
        int[] kept = [.. Enumerable.Range(0, lengths.Length).Where(index => lengths[index] > 0)];
        return new UsableRecords(
            [.. kept.Select(index => positions[index])], [.. kept.Select(index => lengths[index])], lengths.Length - kept.Length);
    }

    /// <summary>Reads and encodes one record, and decodes its pictures.</summary>
    /// <param name="position">Position in the file.</param>
    /// <exception cref="DataException">The record or one of its pictures is bad; the message names the record.</exception>
    public ConversationExample Load(int position)
    {
        ConversationRecord record = file.Read(position);
        try
        {
            TokenizedConversation conversation = encode(record.Turns) ?? throw new DataException("It is too long.");
            float[][] pixels = [.. record.Images.Select(image => images.Read(ImagePaths.Resolve(imageDir, image)))];
            return new ConversationExample(record.Id, conversation, pixels, record.Weight) { Source = record.Source };
        }
        catch (DataException exception)
        {
            throw Name(record, position, exception);
        }
    }

    private int[] LengthsOf(IReadOnlyList<int> positions)
    {
        try
        {
            return [.. positions.AsParallel().AsOrdered().Select(LengthOf)];
        }
        catch (AggregateException exception) when (exception.InnerException is DataException first)
        {
            throw new DataException(first.Message, exception);
        }
    }

    /// <summary>Tokens of a record; 0 when it is left out.</summary>
    private int LengthOf(int position)
    {
        ConversationRecord record = file.Read(position);
        try
        {
            return encode(record.Turns)?.TokenIds.Length ?? 0;
        }
        catch (DataException exception)
        {
            throw Name(record, position, exception);
        }
    }

    private DataException Name(ConversationRecord record, int position, DataException exception) =>
        new($"{file.PlaceOf(position)}: record '{record.Id}' can't be used. {exception.Message}", exception);
}
