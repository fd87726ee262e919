using System.Text.Json;
using Trainer.Modeling;
using Trainer.Modeling.Attention;
using Trainer.Modeling.Vision;
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

    /// <summary>What the language model is shown of the first pictures, which are <see cref="TinyLlava.Pixels"/> in the model's size, [pictures, tokens, width].</summary>
    /// <param name="model">The family's tiny model.</param>
    /// <param name="pictures">How many.</param>
    /// <param name="words">What is asked about each, for families that look for it.</param>
    public static Tensor Images(LlavaModel model, int pictures, params long[][] words)
    {
        using Instructions? instructions = Instructions.Of(words);
        int size = model.Config.Vision.ImageSize;
        Tensor pixels = TinyWeights.Fill(777, [pictures, 3, size, size], 4);
        return model.Project(model.ImageFeatures(pixels, ForwardContext.Inference), ForwardContext.Inference, instructions);
    }

    /// <summary>Scores of the token behind the prompt of the file, whose picture is the first one, [1, vocabulary].</summary>
    public Tensor Last(LlavaModel model, params long[][] words)
    {
        long[] ids = Ids("ids");
        Tensor embeddings = model.Embed(Tensor.From(ids, 1, ids.Length), Images(model, 1, words));
        return model.Logits(model.Hidden(embeddings, SequenceWindow.Full, null, ForwardContext.Inference).Select(1, ids.Length - 1)).Contiguous();
    }

    /// <summary>A source of the weights that the generator used, under its names, which are transformers'.</summary>
    public Tensor Weight(string name, long[] shape, Initialization initialization)
    {
        (int index, JsonElement entry) = section.GetProperty("weights").EnumerateArray().Index().Single(entry => NameMap.ToOurs(entry.Item[0].GetString()!) == name);
        double[] sizes = Golden.Numbers("kinds", entry[1].GetString()!);
        return TinyWeights.Fill(section.GetProperty("first").GetInt32() + index, shape, sizes[0], sizes[1]);
    }
}
