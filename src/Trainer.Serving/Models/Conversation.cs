using Trainer.Data.Images;
using Trainer.Data.Records;

namespace Trainer.Serving.Models;

/// <summary>What was said so far.</summary>
/// <param name="Turns">After at most one system turn, human and model in turn; the human speaks last.</param>
/// <param name="Pictures">RGB, in the order of their marks in the turns.</param>
public sealed record Conversation(IReadOnlyList<Turn> Turns, IReadOnlyList<ImageBuffer> Pictures);
