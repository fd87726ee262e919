namespace Trainer.Data.Text;

/// <summary>What to do with a conversation that has more tokens than the model may see. Image tokens are never cut.</summary>
public enum OverlongPolicy
{
    /// <summary>Fail, naming both lengths.</summary>
    Error,

    /// <summary>Leave the conversation out.</summary>
    Drop,

    /// <summary>Cut the end off, so that the last answer that remains has no end-of-sequence token.</summary>
    TruncateResponse,
}
