using System.Text.Json;
using Trainer.Recipes.Options;
using Trainer.Serving.Protocol;

namespace Trainer.Serving.Tests.Protocol;

public sealed class ChatRequestTests
{
    [Theory]
    [InlineData("", DecodingStrategy.Greedy, 1, 1)]
    [InlineData("\"temperature\": 0", DecodingStrategy.Greedy, 1, 1)]
    [InlineData("\"temperature\": 0, \"top_p\": 0.9", DecodingStrategy.Greedy, 1, 0.9)]
    [InlineData("\"temperature\": 0.7", DecodingStrategy.Sample, 0.7, 1)]
    [InlineData("\"top_p\": 0.9", DecodingStrategy.Sample, 1, 0.9)]
    [InlineData("\"temperature\": 0.7, \"decoder\": {\"strategy\": \"beam\"}", DecodingStrategy.Beam, 0.7, 1)]
    [InlineData("\"decoder\": {\"strategy\": \"sample\", \"temperature\": 2}", DecodingStrategy.Sample, 2, 1)]
    [InlineData("\"temperature\": null, \"top_p\": null, \"decoder\": null", DecodingStrategy.Greedy, 1, 1)]
    public void Read_TemperatureAndDecoder_GiveTheStrategy(string fields, DecodingStrategy strategy, double temperature, double topP)
    {
        DecodingOptions read = Read(fields).Decoding;

        Assert.Equal((strategy, temperature, topP), (read.Strategy, read.Temperature, read.TopP));
    }

    [Theory]
    [InlineData("", 128, false)]
    [InlineData("\"max_tokens\": 5", 5, true)]
    [InlineData("\"max_completion_tokens\": 6", 6, true)]
    [InlineData("\"decoder\": {\"max_new_tokens\": 7}", 7, true)]
    [InlineData("\"decoder\": {\"response_length\": 8}", 8, true)]
    public void Read_Length_HasSeveralNames(string fields, int length, bool isWish)
    {
        ChatRequest request = Read(fields);

        Assert.Equal((length, isWish), (request.Decoding.MaxNewTokens, request.HasLength));
    }

    [Fact]
    public void Read_WhatClientsSendBesides_IsNoMatter()
    {
        ChatRequest request = Read("""
            "n": 1, "presence_penalty": 0, "frequency_penalty": 0.0, "logprobs": false, "user": "ann", "metadata": {"a": 1}, "store": false,
            "response_format": {"type": "text"}, "seed": -1, "stream": true, "stream_options": {"include_usage": true}
            """);

        Assert.Equal((ulong.MaxValue, true, true), (request.Seed, request.IsStreamed, request.WantsUsage));
    }

    private static ChatRequest Read(string fields)
    {
        using JsonDocument body = JsonDocument.Parse($$"""{"model": "m", "messages": [{"role": "user", "content": "x"}]{{(fields.Length > 0 ? ", " : "")}}{{fields}}}""");
        return ChatRequest.Read(body.RootElement, new ServingOptions());
    }
}
