using Trainer.Algorithms.Common.Rewards;
using Trainer.Modeling.Configuration;
using Trainer.Modeling.Weights;
using Trainer.Modeling.Weights.TorchFiles;
using Trainer.Torch;

namespace Trainer.Cli.Exports;

/// <summary>What a reward or policy model has beside its weights: a head with its card, and the adapter and head of the values.</summary>
internal static class HeadFiles
{
    private const string ValueFolder = "value";

    /// <summary>Copies what is there; for the llava package's users also under the names and in the format of LLaVA-RLHF.</summary>
    internal static void Write(string source, string directory, CheckpointLayout layout)
    {
        Copy(Path.Combine(source, RewardCard.FileName), directory);
        WriteHead(Path.Combine(source, RewardHead.FileName), directory, layout, "reward_head");
        string values = Path.Combine(source, ValueFolder);
        if (Directory.Exists(values))
        {
            string target = Directory.CreateDirectory(Path.Combine(directory, ValueFolder)).FullName;
            Array.ForEach(Directory.GetFiles(values, "adapter_*"), file => Copy(file, target));
            WriteHead(Path.Combine(values, "value_head.safetensors"), target, layout, "value_head.pt");
        }
    }

    private static void WriteHead(string path, string directory, CheckpointLayout layout, string released)
    {
        Copy(path, directory);
        if (layout == CheckpointLayout.Llava && File.Exists(path))
        {
            using var scope = new TensorScope();
            using SafetensorsFile head = SafetensorsFile.Open(path);
            NamedTensor[] weights = [.. head.Tensors.Keys.Select(name => new NamedTensor(name[(name.LastIndexOf('.') + 1)..], head.Read(name)))];
            TorchFileWriter.Write(Path.Combine(directory, released), [.. weights.OrderByDescending(weight => weight.Name, StringComparer.Ordinal)]);
        }
    }

    private static void Copy(string path, string directory)
    {
        if (File.Exists(path))
        {
            AtomicFile.Write(Path.Combine(directory, Path.GetFileName(path)), stream => stream.Write(File.ReadAllBytes(path)));
        }
    }
}
