using Trainer.Data.Records;
using Trainer.Data.Text;

namespace Trainer.Data.Batches;

/// <summary>Makes examples of prompts.</summary>
/// <param name="folder">Where image paths start from.</param>
/// <param name="encoder">Turns prompts into tokens; a null of its leaves a record out.</param>
/// <param name="images">Reads pictures.</param>
public sealed class PromptExampleFormat(string folder, Func<IReadOnlyList<Turn>, TokenizedConversation?> encoder, IImageReader images)
    : IExampleFormat<PromptRecord, PromptExample>
{
    /// <inheritdoc/>
    public int LengthOf(PromptRecord record) => encoder(record.Turns)?.TokenIds.Length ?? 0;

    /// <inheritdoc/>
    public PromptExample Load(PromptRecord record)
    {
        TokenizedConversation prompt = encoder(record.Turns) ?? throw new DataException("Its prompt is too long.");
        float[][] pixels = [.. record.Images.Select(image => images.Read(ImagePaths.Resolve(folder, image)))];
        return new PromptExample(record, prompt.TokenIds, pixels) { Instructions = prompt.Instructions };
    }
}
