using Trainer.Data.Readers;
using Trainer.Data.Records;

namespace Trainer.Data.Batches;

/// <summary>The conversations of one file that a run uses, encoded on demand.</summary>
/// <param name="file">The records.</param>
/// <param name="imageDir">Folder that image paths start from.</param>
/// <param name="encoder">Turns conversations into tokens.</param>
/// <param name="images">Reads pictures.</param>
/// <param name="limit">What happens to long records.</param>
public sealed class ConversationDataset(
    RecordFile<ConversationRecord> file, string imageDir, IConversationEncoder encoder, IImageReader images, LengthLimit limit)
{
    private const int MostExamples = 3;

    /// <summary>
    /// Encodes the text of each record once, so that long records are found before the first step and not in the middle of a run.
    /// </summary>
    /// <param name="positions">Positions of the records in question.</param>
    /// <exception cref="DataException">Records are too long, and the policy says that this is an error; or none is left.</exception>
    public UsableRecords Audit(IReadOnlyList<int> positions)
    {
        int[] lengths = LengthsOf(positions);
        int[] tooLong = [.. positions.Where((_, index) => lengths[index] == 0)];
        if (tooLong.Length > 0 && limit.Policy == OverlongPolicy.Error)
        {
            string places = string.Join(", ", tooLong.Take(MostExamples).Select(position => file.PlaceOf(position).ToString()));
            throw new DataException(
                $"{tooLong.Length} of {positions.Count} records have more than {limit.MaxLength} tokens, such as {places}. " +
                "Set a larger data.max_length, or data.overlong: drop or truncate_response.");
        }

        return new UsableRecords(
            [.. positions.Where((_, index) => lengths[index] > 0)], [.. lengths.Where(length => length > 0)], tooLong.Length);
    }

    /// <summary>Reads, encodes and decodes one record.</summary>
    /// <param name="position">Position in the file.</param>
    /// <exception cref="DataException">The record or one of its pictures is bad; the message names the record.</exception>
    public ConversationExample Load(int position)
    {
        ConversationRecord record = file.Read(position);
        try
        {
            EncodedConversation conversation = limit.Apply(encoder.Encode(record.Turns))
                ?? throw new DataException($"It has more than {limit.MaxLength} tokens.");
            float[][] pixels = [.. record.Images.Select(image => images.Read(ImagePaths.Resolve(imageDir, image)))];
            return new ConversationExample(record.Id, conversation, pixels, record.Weight);
        }
        catch (DataException exception)
        {
            throw new DataException($"{file.PlaceOf(position)}: record '{record.Id}' can't be used. {exception.Message}", exception);
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

    /// <summary>Tokens of a record within the limit; 0 when it can't be used.</summary>
    private int LengthOf(int position) => limit.Apply(encoder.Encode(file.Read(position).Turns))?.TokenIds.Length ?? 0;
}

/// <summary>What an audit of lengths left.</summary>
/// <param name="Positions">Positions of the records that are used.</param>
/// <param name="Lengths">Tokens of each of them, within the limit.</param>
/// <param name="Dropped">Number of records that are left out because they are too long.</param>
public sealed record UsableRecords(IReadOnlyList<int> Positions, IReadOnlyList<int> Lengths, int Dropped);
