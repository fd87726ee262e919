using Trainer.Decoding;

namespace Trainer.Serving.Models;

/// <summary>What a model answers.</summary>
/// <param name="Text">Without what ended it.</param>
/// <param name="Tokens">Its length in tokens.</param>
/// <param name="Reason">Why it ended.</param>
public sealed record ChatAnswer(string Text, int Tokens, FinishReason Reason);
