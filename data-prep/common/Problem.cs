using System.Text.Json;
using Trainer.Data;

namespace Trainer.Preparation.Common;

/// <summary>Something wrong with the input, or a record that is better not trained on.</summary>
/// <param name="Kind">One of <see cref="ProblemKinds"/>.</param>
/// <param name="Field">Where it lies within the element; empty for the element as a whole.</param>
/// <param name="Message">What is wrong, and what was expected.</param>
/// <param name="IsDropped">Whether nothing was written because of it.</param>
/// <param name="Id">The record's name, once it is known.</param>
public sealed record Problem(string Kind, string Field, string Message, bool IsDropped = true, string? Id = null)
{
    /// <summary>A bad element.</summary>
    /// <param name="error">What its reader said.</param>
    /// <param name="place">Where it begins; the line of the problem says so too, so it is taken out of the message.</param>
    internal static Problem Of(DataException error, UnitPlace place)
    {
        string start = $"{place.Place}: ";
        string message = error.Message.StartsWith(start, StringComparison.Ordinal) ? error.Message[start.Length..] : error.Message;
        return new Problem(ProblemKinds.Of(error.Fault), error.Field, message);
    }

    /// <summary>The problem as one line of <c>problems.jsonl</c>.</summary>
    /// <param name="output">The file that was being written.</param>
    /// <param name="file">Name of the input file.</param>
    /// <param name="place">Where the element stands in it.</param>
    internal byte[] ToLine(string output, string file, UnitPlace place) =>
    [
        .. JsonSerializer.SerializeToUtf8Bytes(
            new { output, file, line = place.Place.Line, element = place.Element, id = Id, field = Field, kind = Kind, dropped = IsDropped, message = Message },
            JsonText.Options),
        (byte)'\n',
    ];
}

/// <summary>The kinds of problems, as they are counted.</summary>
public static class ProblemKinds
{
    /// <summary>A picture is not in its folder.</summary>
    public const string MissingImage = "missing_image";

    /// <summary>A picture's file is damaged, too large, or no picture.</summary>
    public const string UndecodableImage = "undecodable_image";

    /// <summary>An earlier record of the file has the same name. It is written all the same: some datasets mean it so.</summary>
    public const string RepeatedId = "repeated_id";

    /// <summary>A record uses a picture that something is evaluated on.</summary>
    public const string HeldOutImage = "held_out_image";

    /// <summary>The kind of what a reader found.</summary>
    public static string Of(DataFault fault) => JsonNamingPolicy.SnakeCaseLower.ConvertName(fault.ToString());
}
