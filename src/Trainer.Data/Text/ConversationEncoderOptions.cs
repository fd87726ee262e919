namespace Trainer.Data.Text;

/// <summary>What an encoder has to know of the model.</summary>
public sealed record ConversationEncoderOptions
{
    /// <summary>Positions that one image takes, such as 576 for 336-pixel CLIP with patches of 14.</summary>
    public required int ImageTokenCount { get; init; }

    /// <summary>Id that these positions carry until the model puts the image's features there.</summary>
    public required long ImageTokenId { get; init; }

    /// <summary>Most tokens of a conversation, images included.</summary>
    public int MaxLength { get; init; } = 2048;

    /// <summary>What to do beyond <see cref="MaxLength"/>.</summary>
    public OverlongPolicy Overlong { get; init; } = OverlongPolicy.Error;
}
