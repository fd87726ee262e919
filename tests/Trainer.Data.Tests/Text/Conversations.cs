using Trainer.Data.Records;

namespace Trainer.Data.Tests.Text;

/// <summary>Short spelling of conversations.</summary>
internal static class Conversations
{
    /// <summary>Questions and answers in turn.</summary>
    internal static Turn[] Of(params string[] texts) => [.. texts.Select((text, index) => new Turn(index % 2 == 0 ? Speaker.Human : Speaker.Gpt, text))];
}
