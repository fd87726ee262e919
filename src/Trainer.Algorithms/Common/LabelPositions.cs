using Trainer.Data.Batches;
using Trainer.Torch;

namespace Trainer.Algorithms.Common;

/// <summary>Where a batch's labels are: which hidden states predict them, and what they are.</summary>
/// <param name="States">Int64 [labels] on the model's device: place of each predicting state among the batch · time states.</param>
/// <param name="Targets">Int64 [labels] on the model's device: the token that is predicted there.</param>
/// <param name="Rows">Row of the batch that each label belongs to, [labels], on the host.</param>
public sealed record LabelPositions(Tensor States, Tensor Targets, int[] Rows)
{
    /// <summary>Number of labels.</summary>
    public int Count => Rows.Length;

    /// <summary>Finds the labels of a batch. The state at place t − 1 predicts the label at place t; nothing predicts place 0.</summary>
    /// <param name="labels">Int64 [batch, time] on the processor, <see cref="ConversationBatch.Ignored"/> where there is none.</param>
    /// <param name="device">Where the hidden states will be.</param>
    public static LabelPositions Of(Tensor labels, Device device)
    {
        ReadOnlySpan<long> values = labels.Span<long>();
        int time = (int)labels.Size(1);
        var states = new List<long>();
        var targets = new List<long>();
        var rows = new List<int>();
        for (int place = 0; place < values.Length; place++)
        {
            if (values[place] != ConversationBatch.Ignored && place % time != 0)
            {
                states.Add(place - 1);
                targets.Add(values[place]);
                rows.Add(place / time);
            }
        }

        return new LabelPositions(Tensor.From<long>([.. states]).To(device), Tensor.From<long>([.. targets]).To(device), [.. rows]);
    }
}
