using Trainer.Decoding.Explanations;
using Trainer.Modeling;
using Trainer.Modeling.Attention;
using Trainer.TestKit.Models;
using Trainer.Torch;

namespace Trainer.Decoding.Tests.Explanations;

public sealed class AnswerExplainerTests : IDisposable
{
    private static readonly long[] Answer = [8, 30, 22, 8, 11];

    private readonly TensorScope scope = new();
    private readonly LlavaModel model = TinyLlava.Create();

    public void Dispose()
    {
        model.Dispose();
        scope.Dispose();
    }

    [Fact]
    public void Explain_EachToken_HasTheModelsLogProbsWithAndWithoutThePicture()
    {
        IReadOnlyList<TokenExplanation> tokens = Explain(Answer);

        Assert.Equal(LogProbs(Prompts.Some()[0]), tokens.Select(token => (float)token.LogProb), Near);
        Assert.Equal(LogProbs(Blind), tokens.Select(token => (float)token.BlindLogProb), Near);
        Assert.Equal(Answer, tokens.Select(token => token.TokenId));
    }

    [Fact]
    public void Explain_Attention_IsSharedOutWhole()
    {
        IReadOnlyList<TokenExplanation> tokens = Explain(Answer);

        Assert.All(tokens, token => Assert.Equal(1, token.Attention.Image + token.Attention.Words + token.Attention.Answer, 1e-5));
        Assert.All(tokens, token => Assert.Equal(TinyLlava.Config.ImageTokenCount, token.Attention.Patches.Count));
        Assert.Equal(0, tokens[0].Attention.Answer);
        Assert.True(tokens[^1].Attention.Answer > 0);
    }

    [Fact]
    public void Explain_WhatComesLater_ChangesNothingBefore()
    {
        TokenExplanation[] alone = [.. Explain(Answer[..3])];
        TokenExplanation[] followed = [.. Explain(Answer).Take(3)];

        Assert.Equal(alone.Select(token => (float)token.LogProb), followed.Select(token => (float)token.LogProb), Near);
        Assert.Equal(alone.Select(token => token.Trusted), followed.Select(token => token.Trusted));
        Assert.Equal(alone.Select(token => (float)token.Attention.Image), followed.Select(token => (float)token.Attention.Image), Near);
    }

    [Fact]
    public void Explain_PromptWithoutAPicture_IsItsOwnBlindTwin()
    {
        IReadOnlyList<TokenExplanation> tokens = new AnswerExplainer(model).Explain(Blind, Blind, Answer);

        Assert.All(tokens, token => Assert.Equal(0, token.Seen, 1e-5));
        Assert.All(tokens, token => Assert.Equal(0, token.Attention.Image));
    }

    [Fact]
    public void LogOdds_Probabilities_AreTheirOdds()
    {
        var token = new TokenExplanation(1, Math.Log(0.75), Math.Log(0.25)) { Attention = new AttentionShares([], 1, 0), Trusted = 0, OverTrust = 0 };

        Assert.Equal(Math.Log(3), token.LogOdds, 1e-12);
        Assert.Equal(2 * Math.Log(3), token.Seen, 1e-12);
    }

    [Fact]
    public void SummaryTokens_ColumnsThatStayTrusted_AreFound()
    {
        TokenExplanation[] tokens = [.. new[] { 0, 0, 2, 2, 2, 5 }.Select(trusted =>
            new TokenExplanation(1, -1, -1) { Attention = new AttentionShares([], 1, 0), Trusted = trusted, OverTrust = 0 })];

        Assert.Equal([2], SummaryTokens.Of(tokens, span: 3));
        Assert.Equal([0, 2], SummaryTokens.Of(tokens, span: 2));
    }

    private static Prompt Blind => new([.. Prompts.Some()[0].TokenIds.Where(id => id != TinyLlava.Config.ImageTokenId)], []);

    private IReadOnlyList<TokenExplanation> Explain(long[] answer) => new AnswerExplainer(model).Explain(Prompts.Some()[0], Blind, answer);

    /// <summary>Log-probabilities of the answer, from a plain pass over all logits.</summary>
    private float[] LogProbs(Prompt prompt)
    {
        int size = TinyLlava.Config.Vision.ImageSize;
        long[] text = [.. prompt.TokenIds, .. Answer];
        Tensor? images = prompt.Pixels.Length == 0 ? null
            : model.Project(model.ImageFeatures(Tensor.From(prompt.Pixels, prompt.Pixels.Length / (3 * size * size), 3, size, size), ForwardContext.Inference), ForwardContext.Inference);
        Tensor hidden = model.Hidden(model.Embed(Tensor.From(text, 1, text.Length), images), SequenceWindow.Full, null, ForwardContext.Inference);
        float[] all = model.Logits(hidden).LogSoftmax(-1).ToArray<float>();
        int vocabulary = TinyLlava.Config.Text.VocabularySize;
        return [.. Answer.Select((token, place) => all[((prompt.TokenIds.Length + place - 1) * vocabulary) + token])];
    }

    private static bool Near(float expected, float actual) => Math.Abs(expected - actual) < 1e-4;
}
