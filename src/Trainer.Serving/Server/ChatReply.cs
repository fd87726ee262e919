using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Trainer.Serving.Models;
using Trainer.Serving.Protocol;
using Trainer.Serving.Work;

namespace Trainer.Serving.Server;

/// <summary>Sends an answer, at once or while it grows.</summary>
/// <param name="response">The response.</param>
/// <param name="job">The request at work.</param>
/// <param name="created">Seconds since 1970.</param>
internal sealed class ChatReply(HttpResponse response, ChatJob job, long created)
{
    private const int IdBytes = 12;
    private const string Assistant = "assistant";

    private readonly string id = $"chatcmpl-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes))}";

    /// <summary>Sends the whole answer.</summary>
    internal async Task WriteAsync(CancellationToken abandoned)
    {
        ChatAnswer answer = await job.Answer;
        var completion = new Completion(id, "chat.completion", created, job.Model.Name, [new Choice(0, new Message(Assistant, answer.Text), Words.Of(answer.Reason))], UsageOf(answer));
        await response.WriteAsJsonAsync(completion, ReplyJson.Default.Completion, contentType: null, abandoned);
    }

    /// <summary>Sends the answer piece by piece, as server-sent events.</summary>
    /// <param name="wantsUsage">Whether the count of tokens follows.</param>
    /// <param name="abandoned">Fires when nobody waits any more.</param>
    internal async Task StreamAsync(bool wantsUsage, CancellationToken abandoned)
    {
        try
        {
            await foreach (string piece in job.Pieces)
            {
                await SendPieceAsync(piece, abandoned);
            }

            ChatAnswer answer = await job.Answer;
            await BeginAsync(abandoned);
            await SendAsync(Piece(new Delta(null, null), Words.Of(answer.Reason)), abandoned);
            if (wantsUsage)
            {
                await SendAsync(Piece(new Delta(null, null), null) with { Choices = [], Usage = UsageOf(answer) }, abandoned);
            }

            await SendAsync("[DONE]", abandoned);
        }
        catch (Exception error) when (response.HasStarted && !abandoned.IsCancellationRequested)
        {
            // The status is sent already; clients understand an error among the events.
            await SendAsync(JsonSerializer.Serialize(ErrorAnswer.Reply(ErrorAnswer.Explain(error)), ReplyJson.Default.ErrorReply), abandoned);
        }
    }

    private async Task SendPieceAsync(string text, CancellationToken abandoned)
    {
        await BeginAsync(abandoned);
        await SendAsync(Piece(new Delta(null, text), null), abandoned);
    }

    /// <summary>Begins with who speaks, and not before there is something to say: until then an error still has a status of its own.</summary>
    private async Task BeginAsync(CancellationToken abandoned)
    {
        if (!response.HasStarted)
        {
            response.ContentType = "text/event-stream; charset=utf-8";
            await SendAsync(Piece(new Delta(Assistant, ""), null), abandoned);
        }
    }

    private Chunk Piece(Delta delta, string? reason) => new(id, "chat.completion.chunk", created, job.Model.Name, [new ChunkChoice(0, delta, reason)]);

    private Task SendAsync(Chunk chunk, CancellationToken abandoned) => SendAsync(JsonSerializer.Serialize(chunk, ReplyJson.Default.Chunk), abandoned);

    private Task SendAsync(string data, CancellationToken abandoned) => response.WriteAsync($"data: {data}\n\n", abandoned);

    private Usage UsageOf(ChatAnswer answer) => new(job.Prompt.Length, answer.Tokens, job.Prompt.Length + answer.Tokens);
}
