using System.Text.Json;
using Trainer.Recipes.Options;

namespace Trainer.Serving.Protocol;

/// <summary>What a client asks.</summary>
/// <param name="Model">Name of the model.</param>
/// <param name="Messages">The conversation.</param>
/// <param name="Decoding">How to answer.</param>
internal sealed record ChatRequest(string Model, Messages Messages, DecodingOptions Decoding)
{
    // What clients send for their own purposes, and what changes nothing here.
    private static readonly string[] Ignored = ["user", "metadata", "store", "service_tier", "safety_identifier", "prompt_cache_key", "parallel_tool_calls"];

    /// <summary>Seed of the draws; null: any.</summary>
    internal ulong? Seed { get; private init; }

    /// <summary>Whether the answer's length is the client's wish.</summary>
    internal bool HasLength { get; private init; }

    /// <summary>Whether the answer is sent while it grows.</summary>
    internal bool IsStreamed { get; private init; }

    /// <summary>Whether the count of tokens follows a streamed answer.</summary>
    internal bool WantsUsage { get; private init; }

    /// <summary>Reads a request.</summary>
    /// <param name="body">The body.</param>
    /// <param name="limits">How much it may hold.</param>
    /// <exception cref="ApiException">Something is wrong with it.</exception>
    internal static ChatRequest Read(JsonElement body, ServingOptions limits)
    {
        var fields = new JsonFields(body, "");
        string model = fields.Text("model") ?? throw ApiException.Invalid("model", "is missing; GET /v1/models lists the names.");
        Messages messages = Messages.Read(fields, limits);
        var decoder = new DecoderReader(fields);
        var request = new ChatRequest(model, messages, decoder.Read())
        {
            HasLength = decoder.HasLength,
            Seed = (ulong?)fields.Integer("seed"),
            IsStreamed = fields.Flag("stream") ?? false,
            WantsUsage = ReadUsage(fields),
        };
        RefuseWhatCannotBeDone(fields);
        return request;
    }

    private static bool ReadUsage(JsonFields fields)
    {
        JsonFields? options = fields.Fields("stream_options");
        bool wanted = options?.Flag("include_usage") ?? false;
        options?.Flag("include_obfuscation");
        options?.RequireNothingElse("include_usage");
        return wanted;
    }

    /// <summary>A request that says what is usual anyway is fine; one that would be answered otherwise than it asks is not.</summary>
    private static void RefuseWhatCannotBeDone(JsonFields fields)
    {
        RequireUsual(fields, "n", fields.Integer("n") ?? 1, 1);
        RequireUsual(fields, "presence_penalty", fields.Number("presence_penalty") ?? 0, 0);
        RequireUsual(fields, "frequency_penalty", fields.Number("frequency_penalty") ?? 0, 0);
        RequireUsual(fields, "logprobs", fields.Flag("logprobs") ?? false, false);
        RequireUsual(fields, "response_format", fields.Fields("response_format")?.Text("type") ?? "text", "text");
        foreach (string ignored in Ignored)
        {
            fields.Take(ignored);
        }

        fields.RequireNothingElse("model, messages, temperature, top_p, max_tokens, max_completion_tokens, stop, seed, stream, stream_options and decoder");
    }

    private static void RequireUsual<T>(JsonFields fields, string name, T value, T usual)
        where T : IEquatable<T>
    {
        if (!value.Equals(usual))
        {
            throw ApiException.Invalid(fields.PathOf(name), $"can only be {JsonSerializer.Serialize(usual)} here, but is {JsonSerializer.Serialize(value)}.", "unsupported_value");
        }
    }
}
