using Trainer.Cli.Models;
using Trainer.Data;
using Trainer.Data.Records;
using Trainer.Data.Text;

namespace Trainer.Cli.Datasets;

/// <summary>Counts the tokens that records take in training, template and pictures included. Safe to use from several threads.</summary>
/// <param name="text">How the model reads text.</param>
internal sealed class RecordLength(ModelText text)
{
    private readonly ConversationEncoder encoder = new(text.Tokenizer, text.Template, text.Options);

    /// <summary>Tokens of a record; of several answers, with the longest one; null where it breaks a rule and can't be trained on.</summary>
    internal int? Of(IRecord record)
    {
        try
        {
            return record switch
            {
                ConversationRecord => Length(encoder.Encode(record.Turns)),
                CompletionsRecord several => several.Completions.Max(answer => Length(encoder.Encode([.. several.Turns, new Turn(Speaker.Gpt, answer.Text)]))),
                _ => Length(encoder.EncodePrompt(record.Turns)),
            };
        }
        catch (DataException)
        {
            return null;
        }
    }

    private static int? Length(TokenizedConversation? encoded) => encoded?.TokenIds.Length;
}
