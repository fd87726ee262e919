using System.Text.Json;
using Trainer.Modeling;
using Trainer.Modeling.Weights;
using Trainer.Torch;

namespace Trainer.TestKit.Models;

/// <summary>Expected numbers of tiny models of a family, from <c>backbones.json</c>, and the weights that gave them.</summary>
/// <param name="family">The family's key in the file.</param>
public sealed class BackboneGolden(string family)
{
    private static readonly JsonElement Root =
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Models", "Fixtures", "backbones.json"))).RootElement;

    private readonly JsonElement section = Root.GetProperty(family);

    /// <summary>All numbers under a key, nested lists flattened.</summary>
    public double[] Numbers(string key) => [.. Golden.Flatten(section.GetProperty(key))];

    /// <summary>Token ids under a key.</summary>
    public long[] Ids(string key) => [.. Numbers(key).Select(id => (long)id)];

    /// <summary>A source of the weights that the generator used, under its names, which are transformers'.</summary>
    public Tensor Weight(string name, long[] shape, Initialization initialization)
    {
        (int index, JsonElement entry) = section.GetProperty("weights").EnumerateArray().Index().Single(entry => NameMap.ToOurs(entry.Item[0].GetString()!) == name);
        double[] sizes = Golden.Numbers("kinds", entry[1].GetString()!);
        return TinyWeights.Fill(section.GetProperty("first").GetInt32() + index, shape, sizes[0], sizes[1]);
    }
}
