using Trainer.Algorithms.Common.Rewards;
using Trainer.Data.Batches;
using Trainer.Data.Readers;
using Trainer.Data.Records;
using Trainer.Data.Rewards;
using Trainer.Data.Text;
using Trainer.Modeling;
using Trainer.Torch;

namespace Trainer.Cli.Models;

/// <summary>A reward model from disk, given exactly what it was trained with.</summary>
internal sealed class AnswerScores : IDisposable
{
    private readonly LoadedModel model;
    private readonly RewardHead head;
    private readonly RewardEncoder encoder;
    private readonly FactSource facts;
    private readonly IImageReader images;

    /// <summary>Opens the model folder of a run with <c>stage: reward</c>.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="facts">The table of facts, for a model that is told some.</param>
    /// <exception cref="UsageException">The model needs facts and there are none, or the other way round.</exception>
    internal AnswerScores(string folder, string? facts)
    {
        Card = RewardCard.Read(folder);
        RequireFacts(facts);
        model = LoadedModel.Open(folder, Card.ChatTemplate);
        LlavaModel network = model.Dialogue.Network;
        Card.Require(network.Config);
        head = RewardHead.Read(folder, network.Config.Text.HiddenSize, network.Compute.Device);
        encoder = new RewardEncoder(model.Dialogue.Tokenizer, model.Dialogue.Template, Encoding(network), RewardPrompts.ByName(Card.Prompt));
        this.facts = new FactSource(Card.Facts, facts is null ? null : FactTable.Open(facts), new RandomRoot(Card.Seed));
        images = Pictures.CachedFor(network.Config);
    }

    /// <summary>What the model was trained with.</summary>
    internal RewardCard Card { get; }

    /// <summary>Scores the answers of every record that can be scored.</summary>
    /// <param name="records">The records.</param>
    /// <param name="folder">Where image paths start from.</param>
    /// <param name="parts">Which answers of a record are judged.</param>
    /// <param name="batchSize">Records at once.</param>
    internal IEnumerable<ScoredRecord> Score<TRecord>(IRecordSource<TRecord> records, string folder, Func<TRecord, JudgedAnswers> parts, int batchSize)
        where TRecord : IRecord
    {
        LlavaModel network = model.Dialogue.Network;
        var data = new RecordDataset<TRecord, RewardExample>(records, new RewardExampleFormat<TRecord>(folder, parts, encoder, facts, images));
        var collator = new RewardCollator(network.Config.Text.PadTokenId, network.Config.Vision.ImageSize);
        var scorer = new RewardScorer(network, head, ForwardContext.Inference, features: null);
        foreach (int[] positions in data.Audit(records.PositionsOf(null)).Positions.Chunk(batchSize))
        {
            using var scope = new TensorScope();
            using var mode = GradientMode.Off();
            using RewardBatch batch = collator.Collate([.. positions.Select(data.Load)]);
            float[] rewards = scorer.Score(batch).To(Device.Cpu).ToArray<float>();
            for (int i = 0; i < positions.Length; i++)
            {
                yield return new ScoredRecord(positions[i], [.. Enumerable.Range(0, batch.AnswersEach).Select(answer => rewards[(answer * positions.Length) + i])]);
            }
        }
    }

    public void Dispose()
    {
        head.Dispose();
        model.Dispose();
    }

    private ConversationEncoderOptions Encoding(LlavaModel network) => new()
    {
        ImageTokenCount = network.Config.ImageTokenCount,
        ImageTokenId = network.Config.ImageTokenId,
        MaxLength = Card.MaxLength,
        Overlong = OverlongPolicy.Drop,
    };

    private void RequireFacts(string? facts)
    {
        if (Card.Facts.Kind == FactKind.None != facts is null)
        {
            throw new UsageException(facts is null
                ? $"This reward model was trained with {Card.Facts.Kind} as facts. Name their file with --facts."
                : "This reward model was trained without facts. Leave --facts out.");
        }
    }
}

/// <summary>A record with the rewards of its answers.</summary>
/// <param name="Position">Place in the file, from 0.</param>
/// <param name="Rewards">One for each answer; of a pair, the better one first.</param>
internal sealed record ScoredRecord(int Position, float[] Rewards);
