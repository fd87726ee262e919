using Trainer.Algorithms.Common.Rewards;
using Trainer.Algorithms.Ppo.Rollouts;
using Trainer.Modeling.Weights;
using Trainer.Torch;

namespace Trainer.Cli.Benchmarks;

/// <summary>The file that the peer of the benchmark of reinforcement learning reads.</summary>
internal static class PpoPeerFile
{
    /// <summary>Writes prompts, pictures, given answers, the order of micro-batches, and the weights of adapters and head.</summary>
    internal static void Write(PpoWorld world, string path)
    {
        using var scope = new TensorScope();
        int side = world.Config.Vision.ImageSize;
        float[] pixels = [.. world.Prompts.SelectMany(prompt => prompt.Policy.Images[0])];
        SafetensorsWriter.Write(path,
        [
            .. Block(world, "prompts", [.. world.Prompts.Select(prompt => prompt.Policy.TokenIds)], left: true),
            .. Block(world, "answers", [.. world.Given.Select(answer => answer.Tokens)], left: false),
            .. Block(world, "questions", [.. world.Prompts.Select(prompt => prompt.Question)], left: true),
            new NamedTensor("pixels", Tensor.From(pixels, PpoWorld.Answers, 3, side, side)),
            new NamedTensor("order", Order(world)),
            .. Weights(world, "policy", AdapterCheckpoint.WeightsFile),
            .. Weights(world, "reward", AdapterCheckpoint.WeightsFile),
            .. Weights(world, "reward", RewardHead.FileName),
        ]);
    }

    private static Tensor Order(PpoWorld world)
    {
        RolloutPlan plan = PpoWorld.PlanOf(world.Recipe.Ppo);
        var random = new RandomRoot(world.Recipe.Seed);
        long[] order = [.. Enumerable.Range(0, plan.Batches).SelectMany(batch => plan.RowsOf(batch, 0, random)).Select(row => (long)row)];
        return Tensor.From(order, plan.Batches, PpoWorld.MicroBatch);
    }

    private static NamedTensor[] Block(PpoWorld world, string name, long[][] rows, bool left)
    {
        int longest = rows.Max(row => row.Length);
        var ids = new long[rows.Length * longest];
        var valid = new long[ids.Length];
        Array.Fill(ids, world.Config.Text.PadTokenId);
        for (int row = 0; row < rows.Length; row++)
        {
            int start = (row * longest) + (left ? longest - rows[row].Length : 0);
            rows[row].CopyTo(ids, start);
            valid.AsSpan(start, rows[row].Length).Fill(1);
        }

        return [new NamedTensor(name, Tensor.From(ids, rows.Length, longest)), new NamedTensor($"{name}_mask", Tensor.From(valid, rows.Length, longest))];
    }

    private static IEnumerable<NamedTensor> Weights(PpoWorld world, string name, string file)
    {
        using SafetensorsFile weights = SafetensorsFile.Open(Path.Combine(world.PathOf(name), file));
        return [.. weights.Tensors.Keys.Select(key => new NamedTensor($"{name}.{key}", weights.Read(key).Clone()))];
    }
}
