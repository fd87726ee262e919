using System.Text.RegularExpressions;

namespace Trainer.Annotation.Judgements;

/// <summary>Names of annotators, which are also names of files.</summary>
public static partial class AnnotatorName
{
    /// <summary>Whether a name is one: it begins with a letter or digit, and has at most 40 of these, spaces, dashes and underscores.</summary>
    public static bool IsValid(string name) => Form().IsMatch(name);

    [GeneratedRegex(@"\A[\p{L}\p{Nd}](?:[\p{L}\p{Nd} _-]{0,38}[\p{L}\p{Nd}_-])?\z")]
    private static partial Regex Form();
}
