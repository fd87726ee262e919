using Trainer.Evaluation.Benchmarks;
using Trainer.Evaluation.Judges;
using Trainer.Recipes.Options;

namespace Trainer.Cli.Evaluations;

/// <summary>What to measure a model by.</summary>
internal sealed record ModelEvaluationOptions
{
    /// <summary>Folder of the model.</summary>
    internal required string Model { get; init; }

    /// <summary>Folder of the data: <c>annotations/</c>, pictures, and ready-made questions where there are any.</summary>
    internal required string Data { get; init; }

    /// <summary>Folder of the pictures; by default <c>images/</c> of the data or of the benchmark's folder there.</summary>
    internal string? ImageDirectory { get; init; }

    /// <summary>Where pictures are looked for.</summary>
    internal PictureFolders Pictures => ImageDirectory is { } folder ? new PictureFolders(folder) : PictureFolders.Of(Data);

    /// <summary>Most questions of each benchmark; 0 asks all.</summary>
    internal int Limit { get; init; }

    /// <summary>Questions that are answered at once.</summary>
    internal int BatchSize { get; init; } = 64;

    /// <summary>Conversation template; null for the one that the model was trained with.</summary>
    internal string? Template { get; init; }

    /// <summary>How answers are generated.</summary>
    internal DecodingOptions Decoding { get; init; } = new();

    /// <summary>Root of the draws, for strategies that sample.</summary>
    internal ulong Seed { get; init; } = 17;

    /// <summary>Name of the benchmark's wording of questions; null: its first.</summary>
    internal string? Prompt { get; init; }

    /// <summary>Name of the benchmark's rule for reading answers; null: its first.</summary>
    internal string? Parser { get; init; }

    /// <summary>Folder of another model's saved answers, to compare with; null: none.</summary>
    internal string? Against { get; init; }

    /// <summary>Whether questions with options are answered by the likeliest letter instead of by text.</summary>
    internal bool OptionScores { get; init; }

    /// <summary>Who judges answers; null: nobody.</summary>
    internal IJudge? Judge { get; init; }

    /// <summary>Whether saved answers are scored, whoever gave them: <see cref="Model"/> is asked nothing.</summary>
    internal bool OnlyScores { get; init; }

    /// <summary>Folder of saved answers; null for one that belongs to exactly this model, data and decoding.</summary>
    internal string? Answers { get; init; }
}
