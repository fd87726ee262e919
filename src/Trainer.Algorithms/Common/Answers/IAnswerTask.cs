using Trainer.Data.Batches;
using Trainer.Data.Records;
using Trainer.Decoding;
using Trainer.Decoding.Strategies;

namespace Trainer.Algorithms.Common.Answers;

/// <summary>What a stage that generates answers asks of the model: one or several answers to each record of a list.</summary>
internal interface IAnswerTask
{
    /// <summary>Number of records.</summary>
    int Records { get; }

    /// <summary>Answers to each of them.</summary>
    int Samples { get; }

    /// <summary>Most tokens of any answer.</summary>
    int MaxNewTokens { get; }

    /// <summary>A record's identifier.</summary>
    string IdOf(int record);

    /// <summary>Why a record is not asked about, as the manifest counts it; null: it is.</summary>
    string? ReasonAgainst(int record);

    /// <summary>What the model is asked.</summary>
    IReadOnlyList<Turn> TurnsOf(int record);

    /// <summary>How an answer is drawn.</summary>
    SamplingSettings SamplingOf(int record, int sample);

    /// <summary>The generator that an answer is drawn from. It depends on the record alone, not on its neighbours or on interruptions.</summary>
    Random DrawsOf(AnswerJob job);

    /// <summary>The pictures as the model sees them, one after the other. Where it sees a picture as it is, the reader's own array saves a copy.</summary>
    /// <param name="job">The answer.</param>
    /// <param name="images">Reads pictures.</param>
    float[] PixelsOf(AnswerJob job, IImageReader images);

    /// <summary>What the model's answers are weighed against; null: nothing.</summary>
    /// <param name="jobOf">The answer that a prompt belongs to.</param>
    Contrast? ContrastFor(Func<Prompt, AnswerJob> jobOf) => null;
}
