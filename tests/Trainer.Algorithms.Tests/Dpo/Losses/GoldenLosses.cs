using System.Text.Json;
using Trainer.Torch;

namespace Trainer.Algorithms.Tests.Dpo.Losses;

/// <summary>Expected numbers, from <c>Fixtures/losses.json</c>.</summary>
internal sealed class GoldenLosses(JsonElement json)
{
    private static readonly JsonElement[] Cases =
    [
        .. JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Dpo", "Fixtures", "losses.json"))).RootElement.EnumerateArray(),
    ];

    public static IEnumerable<string> Names(string operation) =>
        Cases.Where(item => item.GetProperty("op").GetString() == operation).Select(item => item.GetProperty("name").GetString()!);

    public static GoldenLosses Of(string name) => new(Cases.Single(item => item.GetProperty("name").GetString() == name));

    public string LossType => json.GetProperty("inputs").GetProperty("loss_type").GetString()!;

    public double Input(string key, double otherwise) =>
        json.GetProperty("inputs").TryGetProperty(key, out JsonElement value) ? value.GetDouble() : otherwise;

    public bool Has(string output) => json.GetProperty("outputs").TryGetProperty(output, out _);

    public bool HasInput(string key) => json.GetProperty("inputs").TryGetProperty(key, out _);

    public double[] Inputs(string key) => [.. Flatten(json.GetProperty("inputs").GetProperty(key))];

    public double[] Outputs(string key) => [.. Flatten(json.GetProperty("outputs").GetProperty(key))];

    /// <summary>An input as Float32 of its own shape.</summary>
    public Tensor Matrix(string key) => Shaped(key, value => (float)value);

    /// <summary>An input as Int64 of its own shape.</summary>
    public Tensor Ids(string key) => Shaped(key, value => (long)value);

    private Tensor Shaped<T>(string key, Func<double, T> convert)
        where T : unmanaged =>
        Tensor.From([.. Inputs(key).Select(convert)], [.. Shape(json.GetProperty("inputs").GetProperty(key))]);

    private static IEnumerable<long> Shape(JsonElement list) =>
        list.ValueKind == JsonValueKind.Array ? Shape(list[0]).Prepend(list.GetArrayLength()) : [];

    private static IEnumerable<double> Flatten(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Flatten),
        JsonValueKind.String => [double.NaN],
        _ => [element.GetDouble()],
    };
}
