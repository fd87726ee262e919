using Trainer.Algorithms.Common.Answers;
using Trainer.Data.Records;

namespace Trainer.Algorithms.Bpo;

/// <summary>Annotated answers that a language model rewrites with errors: arXiv:2403.08730, section 3.3.</summary>
internal sealed class ErrorInjector(InjectOptions options) : INegativeMaker
{
    private readonly string instruction = options.Instruction.Length > 0 ? options.Instruction : InjectionPrompts.Instruction(options.Mode);
    private readonly string layout = options.Layout.Length > 0 ? options.Layout : InjectionPrompts.Layout(options.Mode, options.Released);

    public string Type => "llm-hal";

    public SamplingSettings Sampling => options.Sampling;

    public bool ShowsImage => false;

    public IReadOnlyList<string> Echoes => [instruction, .. InjectionPrompts.Cues];

    public IReadOnlyList<Turn> TurnsOf(BpoRecord record) => [new Turn(Speaker.Human, RequestOf(record))];

    public string Clean(string text) => options.Released ? ReleasedCleanup(text) : text.Trim();

    /// <summary>The text without its first character, which the released script takes for a space.</summary>
    internal static string ReleasedCleanup(string text) => text.Length > 0 ? text[1..] : text;

    private string RequestOf(BpoRecord record)
    {
        // A question or an answer may itself contain a hole's name, so all holes are filled from one reading of the layout.
        string question = options.Released ? QueryCleanup.ReleasedInjection(record.Prompt) : record.Question;
        string response = record.Positive.Response;
        return string.Concat(InjectionPrompts.Parts(layout).Select(part => part switch
        {
            "{instruction}" => instruction,
            "{question}" => question,
            "{response}" => options.Released ? $"{response}." : response.Trim(),
            _ => part,
        }));
    }
}
