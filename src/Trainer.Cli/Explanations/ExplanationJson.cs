using System.Text.Json.Nodes;
using Trainer.Decoding.Explanations;

namespace Trainer.Cli.Explanations;

/// <summary>Explanations for programs.</summary>
internal static class ExplanationJson
{
    /// <summary>One answer.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="span">For how many tokens a summary token is trusted most.</param>
    internal static JsonObject Of(ExplainedAnswer answer, int span) => new()
    {
        ["image"] = answer.ImagePath,
        ["prompt"] = answer.Question,
        ["answer"] = answer.Answer,
        ["summary_tokens"] = new JsonArray([.. answer.Summaries(span).Select(place => (JsonNode)place)]),
        ["objects"] = answer.Objects is null ? null : new JsonArray([.. answer.Objects.Objects.Mentions.Select(mention => (JsonNode)new JsonObject
        {
            ["object"] = mention.NodeWord,
            ["start"] = mention.Start,
            ["length"] = mention.Length,
            ["in_picture"] = answer.Objects.Correct.Contains(mention),
            ["seen"] = answer.SeenOf(mention),
        })]),
        ["tokens"] = new JsonArray([.. answer.Tokens.Select(token => (JsonNode)Of(token))]),
    };

    private static JsonObject Of(ExplainedToken token)
    {
        TokenExplanation why = token.Why;
        return new JsonObject
        {
            ["text"] = token.Text,
            ["log_odds"] = why.LogOdds,
            ["blind_log_odds"] = why.BlindLogOdds,
            ["attention_image"] = why.Attention.Image,
            ["attention_prompt"] = why.Attention.Words,
            ["attention_answer"] = why.Attention.Answer,
            ["trusted"] = why.Trusted,
            ["over_trust"] = why.OverTrust,
        };
    }
}
