namespace Trainer.Data.Text;

/// <summary>
/// Where a space is put in front of text before sentencepiece sees it. Special tokens cut a text into segments, and releases of
/// Hugging Face transformers differ in what they do to the segments after the first.
/// </summary>
public enum PrefixRule
{
    /// <summary>Before every segment: <c>legacy: true</c>, and models without that key.</summary>
    EverySegment,

    /// <summary>Before the whole text only: <c>legacy: false</c> since release 4.34.</summary>
    TextStart,

    /// <summary>Before every segment, then cut off the first piece again except at the start of the text: <c>legacy: false</c> in releases 4.31 to 4.33.</summary>
    TextStartByStripping,
}
