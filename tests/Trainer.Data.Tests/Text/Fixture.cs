using System.Text.Json;
using Trainer.Data.Text;

namespace Trainer.Data.Tests.Text;

/// <summary>The tiny tokenizer, and the expected values computed for it.</summary>
internal static class Fixture
{
    internal static readonly string ModelPath = PathOf("tiny_tokenizer.model");

    private static readonly JsonElement Golden = JsonDocument.Parse(File.ReadAllBytes(PathOf("tokenizer.json"))).RootElement;

    internal static SentencePieceTokenizer Open(PrefixRule prefix = PrefixRule.EverySegment) =>
        SentencePieceTokenizer.Open(ModelPath, new TokenizerSettings { Prefix = prefix });

    internal static JsonElement Section(params string[] keys) => keys.Aggregate(Golden, (element, key) => element.GetProperty(key));

    internal static long[] Ids(this JsonElement list) => [.. list.EnumerateArray().Select(id => id.GetInt64())];

    private static string PathOf(string file) => Path.Combine(AppContext.BaseDirectory, "Text", "Fixtures", file);
}
