using Trainer.Algorithms.Common;
using Trainer.Algorithms.Ppo.Roles;
using Trainer.Data.Batches;
using Trainer.Modeling;
using Trainer.Torch;

namespace Trainer.Algorithms.Ppo.Rollouts;

/// <summary>Reads answers as the roles that score tokens do. Only states that predict an answer's token are projected.</summary>
/// <param name="temperature">Divides the logits, as when the answers were drawn.</param>
/// <param name="context">Dropout and checkpointing.</param>
public sealed class AnswerReader(double temperature, ForwardContext context)
{
    /// <summary>Log-probabilities and entropies of every answer token, without a graph.</summary>
    public TokenScores Score(Role role, ConversationBatch rows)
    {
        using var scope = new TensorScope();
        using var mode = GradientMode.Off();
        using IDisposable use = role.Use();
        LabelPositions labels = LabelsOf(role, rows);
        TokenScores scores = TokenScores.Compute(role.Hidden(rows, labels.States, context), labels.Targets, states => Logits(role, states), BlockRows(role));
        return new TokenScores(scope.Keep(scores.LogProbs), scope.Keep(scores.Entropies));
    }

    /// <summary>Log-probabilities of every answer token, with their graph. The role must be in use, and stay so until the backward pass is over.</summary>
    /// <returns>Float32 [tokens].</returns>
    public Tensor LogProbs(Role role, ConversationBatch rows)
    {
        LabelPositions labels = LabelsOf(role, rows);
        return AnswerLogProbs.Compute(role.Hidden(rows, labels.States, context), labels.Targets, states => Logits(role, states), BlockRows(role));
    }

    /// <summary>Value before every answer token, of what stands to its left. The role must be in use, and stay so until the backward pass is over.</summary>
    /// <param name="role">Whose states are valued.</param>
    /// <param name="head">Makes a value of a state.</param>
    /// <param name="rows">Prompts with answers.</param>
    /// <returns>Float32 [tokens].</returns>
    public Tensor Values(Role role, ScalarHeadPart head, ConversationBatch rows) =>
        head.Forward(role.Hidden(rows, LabelsOf(role, rows).States, context));

    private static LabelPositions LabelsOf(Role role, ConversationBatch rows) => LabelPositions.Of(rows.Labels, role.Model.Compute.Device);

    private static int BlockRows(Role role) => AnswerLogProbs.BlockRows(role.Model.Config.Text.VocabularySize);

    private Tensor Logits(Role role, Tensor states) => temperature == 1 ? role.Model.Logits(states) : role.Model.Logits(states) / temperature;
}
