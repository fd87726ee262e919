using Trainer.Evaluation.Benchmarks.Aokvqa;
using Trainer.Evaluation.Benchmarks.Mmmu;

namespace Trainer.Evaluation.Benchmarks.Choices;

/// <summary>Reads an option from a model's text: its index, or null where the text names none.</summary>
/// <param name="answer">The model's text.</param>
/// <param name="options">Texts of the options A, B, …</param>
public delegate int? ChoiceParser(string answer, IReadOnlyList<string> options);

/// <summary>The rules that read options, by name. To add one: a function of this form, its line here, and answers that the others read differently.</summary>
public static class ChoiceParsers
{
    /// <summary>The rule of VLMEvalKit without its model that guesses.</summary>
    internal static readonly Variant<ChoiceParser> VlmEvalKit = new("vlmevalkit", VlmEvalKitChoice.Read);

    /// <summary>The rule of LLaVA's ScienceQA script.</summary>
    internal static readonly Variant<ChoiceParser> LlavaScienceQa = new("llava_scienceqa", LlavaScienceQaChoice.Read);

    /// <summary>A letter in front, or the only option that is named.</summary>
    internal static readonly Variant<ChoiceParser> Choice = new("choice", AokvqaAnswer.Read);

    /// <summary>The rule of MMMU.</summary>
    internal static readonly Variant<ChoiceParser> Mmmu = new("mmmu", MmmuChoice.Read);
}
