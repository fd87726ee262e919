using System.Text.Json;
using Trainer.Torch;

namespace Trainer.Algorithms.Tests.Ppo;

/// <summary>A case of <c>Fixtures/ppo.json</c>.</summary>
internal sealed class GoldenPpo
{
    private static readonly JsonElement Cases =
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Ppo", "Fixtures", "ppo.json"))).RootElement;

    private readonly JsonElement json;

    private GoldenPpo(JsonElement json)
    {
        this.json = json;
    }

    public static GoldenPpo Of(string id) => new(Cases.GetProperty(id));

    public JsonElement Input(string key) => json.GetProperty("inputs").GetProperty(key);

    public JsonElement Output(string key) => json.GetProperty("outputs").GetProperty(key);

    public double Number(string key) => Input(key).GetDouble();

    public double[] Numbers(string key) => [.. Flatten(Input(key))];

    public double[] Expected(string key) => [.. Flatten(Output(key))];

    /// <summary>A number of a block of figures.</summary>
    public double Expected(string block, string key) => Output(block).GetProperty(key).GetDouble();

    /// <summary>An input as Float32 of its own shape.</summary>
    public Tensor Tensor(string key) => Torch.Tensor.From([.. Numbers(key).Select(value => (float)value)], [.. Shape(Input(key))]);

    /// <summary>Rows of whole numbers.</summary>
    public static long[][] Rows(JsonElement rows) => [.. rows.EnumerateArray().Select(row => row.EnumerateArray().Select(id => id.GetInt64()).ToArray())];

    private static IEnumerable<long> Shape(JsonElement list) =>
        list.ValueKind == JsonValueKind.Array ? Shape(list[0]).Prepend(list.GetArrayLength()) : [];

    private static IEnumerable<double> Flatten(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Flatten),
        JsonValueKind.True => [1],
        JsonValueKind.False => [0],
        _ => [element.GetDouble()],
    };
}
