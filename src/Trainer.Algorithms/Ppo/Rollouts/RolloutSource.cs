using System.Text.Json;
using Trainer.Algorithms.Ppo.Kl;
using Trainer.Algorithms.Ppo.Roles;
using Trainer.Algorithms.Ppo.Watch;
using Trainer.Data.Batches;
using Trainer.Modeling.Weights;
using Trainer.Torch;
using Trainer.Torch.Distributed;
using Trainer.Training;

namespace Trainer.Algorithms.Ppo.Rollouts;

/// <summary>Online reinforcement learning as a source of micro-batches: where a rollout is used up, the policy answers the next prompts.</summary>
/// <param name="prompts">Prompts of one rollout at a time; the caller disposes it.</param>
/// <param name="maker">Makes rollouts.</param>
/// <param name="plan">How rollouts are cut.</param>
/// <param name="kl">Price of divergence.</param>
/// <param name="parts">What batches are made of.</param>
public sealed class RolloutSource(BatchStream<RolloutPrompts> prompts, RolloutMaker maker, RolloutPlan plan, IKlController kl, RolloutParts parts)
    : IBatchSource<RolloutBatch>
{
    private static readonly Dictionary<string, double> NoFigures = [];
    private Rollout rollout = new(-1, [], NoFigures);
    private string before = prompts.SaveState();
    private int used = plan.Batches;

    /// <inheritdoc/>
    public int BatchesPerEpoch => prompts.BatchesPerEpoch * plan.Batches;

    /// <inheritdoc/>
    public RolloutBatch Next()
    {
        if (used == plan.Batches || (plan.IsStepStart(used) && parts.Drift.IsTooFar(parts.Group)))
        {
            Begin();
        }

        int[] rows = plan.RowsOf(used, rollout.Number, parts.Random);
        var batch = new RolloutBatch([.. rows.Select(row => rollout.Rows[row])], parts.Roles, used == 0 ? rollout.Figures : NoFigures);
        used++;
        return batch;
    }

    /// <inheritdoc/>
    public string SaveState()
    {
        bool isBetween = used == plan.Batches;
        var position = new RolloutPosition(isBetween ? prompts.SaveState() : before, rollout.Number, used, isBetween ? [] : [.. rollout.Rows.Select(row => row.Answer)], kl.Save()) { Watch = parts.Watch.State };
        byte[][] all = parts.Group.AllGather(JsonSerializer.SerializeToUtf8Bytes(position, RolloutJson.Default.RolloutPosition));
        return JsonSerializer.Serialize([.. all.Select(Parse)], RolloutJson.Default.RolloutPositionArray);
    }

    /// <inheritdoc/>
    public void RestoreState(string state)
    {
        RolloutPosition[] all = ParseAll(state);
        RolloutPosition position = parts.Group.Rank < all.Length ? all[parts.Group.Rank] : all[0];
        if (all.Length != parts.Group.WorldSize && position.Answers.Count > 0)
        {
            throw new CheckpointException($"The run was saved within a rollout of {all.Length} processes, but {parts.Group.WorldSize} resume it. Use as many, or a checkpoint between two rollouts.");
        }

        before = position.Prompts;
        prompts.RestoreState(before);
        kl.Restore(position.Kl);
        parts.Watch.Restore(position.Watch);
        used = position.Batches;
        rollout = new Rollout(position.Number, position.Answers.Count > 0 ? Again(position.Answers) : [], NoFigures);
    }

    private static RolloutPosition[] ParseAll(string state)
    {
        try
        {
            return JsonSerializer.Deserialize(state, RolloutJson.Default.RolloutPositionArray) is { Length: > 0 } all ? all : throw new JsonException("it is empty");
        }
        catch (JsonException error)
        {
            throw new CheckpointException($"The checkpoint's position is not that of a run with stage: ppo: {error.Message}. Resume from a checkpoint of this stage.", error);
        }
    }

    private static RolloutPosition Parse(byte[] json) => JsonSerializer.Deserialize(json, RolloutJson.Default.RolloutPosition)!;

    private void Begin()
    {
        before = prompts.SaveState();
        using RolloutPrompts next = prompts.Next();
        Rollout made = maker.Make(next, rollout.Number + 1, kl.Coefficient);
        rollout = made with { Figures = new Dictionary<string, double>(made.Figures.Concat(parts.Watch.Observe(made))) };
        used = 0;
        parts.Drift.Reset();
        double[][] measured = parts.Group.AllGather(rollout.Figures["objective/kl_sum_seq"] * rollout.Rows.Count, rollout.Rows.Count);
        double answers = measured.Sum(own => own[1]);
        kl.Update(measured.Sum(own => own[0]) / answers, (int)answers);
    }

    /// <summary>The rollout that a checkpoint interrupted: its answers are kept, its prompts are read again.</summary>
    private RolloutRow[] Again(IReadOnlyList<RolloutAnswer> answers)
    {
        using RolloutPrompts next = prompts.Next();
        int each = answers.Count / next.Samples;
        return [.. answers.Select((answer, i) => new RolloutRow(next.Prompts[i / each], answer))];
    }
}

/// <summary>What batches of rollouts are made of.</summary>
/// <param name="Roles">Whose models they are for.</param>
/// <param name="Random">The run's randomness.</param>
/// <param name="Group">The processes.</param>
/// <param name="Drift">How far the policy has gone since the rollout.</param>
/// <param name="Watch">Sees what becomes of the answers.</param>
public sealed record RolloutParts(PpoRoles Roles, RandomRoot Random, ProcessGroup Group, PolicyDrift Drift, RewardWatch Watch);
