namespace Trainer.Torch;

/// <summary>
/// Rows that hold a prefix once and several continuations of it one behind the other. A token sees the keys of the prefix and of
/// its own continuation, so that each continuation is computed as if it followed the prefix alone.
/// </summary>
/// <param name="PrefixEnds">End of each row's prefix, Int64 [batch] on the processor.</param>
/// <param name="Starts">
/// Where each token's own continuation begins, Int64 [batch, length] on the processor; the end of the prefix for the prefix's own tokens and for padding.
/// </param>
public sealed record Branches(Tensor PrefixEnds, Tensor Starts);
