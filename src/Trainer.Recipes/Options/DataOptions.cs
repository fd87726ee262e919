namespace Trainer.Recipes.Options;

/// <summary>What happens to a record with more tokens than <c>max_length</c>. Image tokens are never cut.</summary>
public enum OverlongPolicy
{
    /// <summary>The run stops and names the record.</summary>
    Error,

    /// <summary>The record is left out and counted.</summary>
    Drop,

    /// <summary>The end of the last answer is cut. Records whose last answer begins too late are left out.</summary>
    TruncateResponse,
}

/// <summary>The records to learn from, and how they become batches.</summary>
public sealed record DataOptions : IValidatable
{
    /// <summary>Files of records, mixed in each epoch.</summary>
    public required IReadOnlyList<DatasetOptions> Datasets { get; init; }

    /// <summary>Folder that the records' image paths start from; by default the folder of each file.</summary>
    [Alias("media_dir")]
    [Alias("image_folder")]
    public string? ImageDir { get; init; }

    /// <summary>Name of the conversation template.</summary>
    [Alias("template")]
    public string ChatTemplate { get; init; } = "v1";

    /// <summary>Most tokens of a record, image tokens included.</summary>
    [Alias("cutoff_len")]
    [Alias("sequence_len")]
    public int MaxLength { get; init; } = 2048;

    /// <summary>What happens to longer records.</summary>
    public OverlongPolicy Overlong { get; init; } = OverlongPolicy.Error;

    /// <summary>Puts records of similar length into one batch, which saves padding.</summary>
    public bool GroupByLength { get; init; }

    /// <summary>Threads that decode pictures and tokenise ahead of use. The order of batches doesn't depend on it.</summary>
    public int DataloaderNumWorkers { get; init; } = 1;

    /// <summary>Batches that are made ready ahead of use.</summary>
    public int DataloaderPrefetchFactor { get; init; } = 4;

    /// <summary>Most memory for pictures that are kept decoded, in MiB; 0 keeps none.</summary>
    public int ImageCacheMegabytes { get; init; } = 256;

    /// <summary>Records set aside for validation: a share when below 1, else a count; 0 sets none aside.</summary>
    [Alias("val_set_size")]
    public double ValSize { get; init; }

    /// <inheritdoc/>
    public IEnumerable<Problem> Problems() =>
    [
        .. Must.HaveItems(Datasets),
        .. Must.HaveText(ChatTemplate),
        .. Must.BePositive(MaxLength),
        .. Must.BeWithin(DataloaderNumWorkers, 1, 256),
        .. Must.BeWithin(DataloaderPrefetchFactor, 1, 1024),
        .. Must.NotBeNegative(ImageCacheMegabytes),
        .. Must.NotBeNegative(ValSize),
        .. Must.That(ValSize < 1 || ValSize == Math.Floor(ValSize), nameof(ValSize), $"must be a share below 1 or a whole count, but is {ValSize}."),
    ];
}
