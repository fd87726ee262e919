using System.Text.RegularExpressions;

namespace Trainer.Algorithms.Bpo;

/// <summary>The words of error injection, written for this project after what the paper's prompts ask for.</summary>
internal static partial class InjectionPrompts
{
    /// <summary>Ends of the layouts, behind which the model goes on.</summary>
    internal static readonly string[] Cues = ["Modified description:", "Modified response:"];

    private const string OtherDetails =
        "Below is what somebody wrote about a picture. Write it again with details that the picture does not have: "
        + "let things appear or vanish, or give them another colour, shape, size or place. The text must stay plausible in itself.";

    private const string OtherPicture =
        "You are given a question about a picture, and its answer. Think of a picture much like it in which something differs: "
        + "there are more or fewer things, or they look different. Answer the question for that other picture, in the way of these examples.";

    private const string Shots = """
        Question: What goes on here? Response: A girl feeds ducks at a quiet pond. Modified response: A boy throws a ball into a crowded pool.
        Question: Which colour is the door? Response: The door is green. Modified response: The door is white.
        Question: What lies beside the woman? Response: An umbrella lies beside her. Modified response: A suitcase lies beside her.
        Question: How many boats are there? Response: There are two boats. Modified response: There are five boats.
        Question: How many cups stand on the tray? Response: 6 Modified response: 4
        Question: What does the hat cost? Response: It costs 12 euros. Modified response: It costs 20 euros.
        """;

    /// <summary>What the model is told.</summary>
    internal static string Instruction(InjectMode mode) =>
        mode == InjectMode.Description ? OtherDetails : $"{OtherPicture}\nExamples:\n{Shots.ReplaceLineEndings("\n")}";

    /// <summary>How instruction, question and answer stand together. The released one runs a description on without a break.</summary>
    internal static string Layout(InjectMode mode, bool released) => mode switch
    {
        InjectMode.Description when released => $"{{instruction}}Description: {{response}} {Cues[0]}",
        InjectMode.Description => $"{{instruction}}\nDescription: {{response}}\n{Cues[0]}",
        _ => $"{{instruction}}\nQuestion: {{question}} Response: {{response}} {Cues[1]}",
    };

    /// <summary>A layout cut at its holes, which are parts of their own.</summary>
    internal static string[] Parts(string layout) => Hole().Split(layout);

    [GeneratedRegex(@"(\{instruction\}|\{question\}|\{response\})")]
    private static partial Regex Hole();
}
