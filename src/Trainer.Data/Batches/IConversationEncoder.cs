using Trainer.Data.Records;

namespace Trainer.Data.Batches;

/// <summary>Turns a conversation into tokens and labels by a template. Used from several threads at once.</summary>
public interface IConversationEncoder
{
    /// <summary>Encodes the turns of one record.</summary>
    EncodedConversation Encode(IReadOnlyList<Turn> turns);
}
