using Trainer.Data.Records;

namespace Trainer.Data.Text;

/// <summary>
/// How a conversation becomes one text: the preamble, and what stands around every turn. Defaults are those of Vicuna 1.1, on which
/// most LLaVA models build.
/// </summary>
public sealed record ConversationTemplate
{
    /// <summary>Name in recipes.</summary>
    public required string Name { get; init; }

    /// <summary>The preamble. A conversation's own system turn replaces it.</summary>
    public string System { get; init; } = "";

    /// <summary>What stands before the preamble.</summary>
    public string SystemStart { get; init; } = "";

    /// <summary>What stands after the preamble.</summary>
    public string SystemEnd { get; init; } = " ";

    /// <summary>What opens every question, or every question but the first where the preamble opens that one.</summary>
    public string UserStart { get; init; } = "USER: ";

    /// <summary>Whether the preamble opens the first question, so that <see cref="UserStart"/> is left out there.</summary>
    public bool SystemOpensFirstTurn { get; init; }

    /// <summary>What closes a question and leads to the answer. A prompt for generation ends here.</summary>
    public string AnswerCue { get; init; } = " ASSISTANT:";

    /// <summary>What parts the cue from the answer. It is trained, because most vocabularies join it to the answer's first word.</summary>
    public string AnswerStart { get; init; } = " ";

    /// <summary>What closes an answer. It is trained, so that the model learns to stop.</summary>
    public string AnswerEnd { get; init; } = "</s>";

    /// <summary>Text at which generation stops.</summary>
    public string Stop { get; init; } = "</s>";

    /// <summary>What an image's mark becomes.</summary>
    public string ImageMark { get; init; } = ImagePlaceholder.Text;

    /// <summary>What parts an image from the words behind it.</summary>
    public string ImageGap { get; init; } = "\n";

    /// <summary>Texts around images that must be single tokens of the vocabulary.</summary>
    public IReadOnlyList<string> ImageTokens { get; init; } = [];

    /// <summary>Whether images stand before everything, even the token that begins a sequence.</summary>
    public bool PutsImagesFirst { get; init; }

    /// <summary>The token that begins a sequence; none: the tokenizer's own.</summary>
    public string? SequenceStart { get; init; }

    /// <summary>Whether only the images of a question are kept, as in LLaVA's first stage, which learns captions.</summary>
    public bool DropsQuestionWords { get; init; }

    /// <summary>Renders a conversation. When its last turn is a question, the text is the prompt for the answer.</summary>
    /// <param name="turns">Questions and answers in turn, after at most one system turn.</param>
    public IReadOnlyList<TemplateSpan> Render(IReadOnlyList<Turn> turns)
    {
        string system = turns is [{ From: Speaker.System } own, ..] ? own.Value : System;
        string pending = SystemStart + system + SystemEnd;
        bool isFirst = true;
        var spans = new List<TemplateSpan>();
        foreach (Turn turn in turns.Where(turn => turn.From != Speaker.System))
        {
            if (turn.From == Speaker.Human)
            {
                pending += (isFirst && SystemOpensFirstTurn ? "" : UserStart) + Question(turn.Value) + AnswerCue;
                isFirst = false;
                continue;
            }

            spans.Add(new TemplateSpan(pending, IsTrained: false));
            spans.Add(new TemplateSpan(AnswerStart + turn.Value + AnswerEnd, IsTrained: true));
            pending = "";
        }

        return pending.Length == 0 ? spans : [.. spans, new TemplateSpan(pending, IsTrained: false)];
    }

    private string Question(string text) => DropsQuestionWords
        ? string.Concat(Enumerable.Repeat(ImageMark, ImagePlaceholder.Count(text)))
        : ImagePlaceholder.MoveToFront(text, ImageGap).Replace(ImagePlaceholder.Text, ImageMark, StringComparison.Ordinal);
}
