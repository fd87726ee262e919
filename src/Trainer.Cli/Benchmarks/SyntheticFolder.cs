using Trainer.Modeling.Weights;
using Trainer.Torch;

namespace Trainer.Cli.Benchmarks;

/// <summary>The checkpoint of LLaVA-1.5 7B's shape with random weights, 14 GB in bfloat16, made once.</summary>
internal static class SyntheticFolder
{
    internal static string Of(string work)
    {
        string folder = Path.Combine(work, "llava-7b");
        if (!File.Exists(Path.Combine(folder, "config.json")))
        {
            SyntheticCheckpoint.Write(folder, SyntheticCheckpoint.Llava7B, DType.BFloat16, seed: 17);
        }

        return folder;
    }
}
