using System.Collections;
using Trainer.Recipes.Binding;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Trainer.Recipes;

/// <summary>Writes options as a recipe with every default spelt out, so that a run can be repeated when defaults have changed.</summary>
public static class RecipeWriter
{
    /// <summary>The YAML text; <see cref="Recipe.Parse{T}"/> reads equal options from it.</summary>
    public static string Write(object options)
    {
        using var text = new StringWriter { NewLine = "\n" };
        var emitter = new Emitter(text);
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart(null, null, isImplicit: true));
        WriteValue(emitter, options);
        emitter.Emit(new DocumentEnd(isImplicit: true));
        emitter.Emit(new StreamEnd());
        return text.ToString();
    }

    private static void WriteValue(Emitter emitter, object? value)
    {
        switch (value)
        {
            case null:
                emitter.Emit(new Scalar("null"));
                break;
            case string text:
                emitter.Emit(new Scalar(null, null, text, StyleOf(text), isPlainImplicit: true, isQuotedImplicit: true));
                break;
            case IDictionary names:
                WriteNames(emitter, names);
                break;
            case IEnumerable list:
                WriteList(emitter, list);
                break;
            case object block when OptionSchema.IsBlock(block.GetType()):
                WriteBlock(emitter, block);
                break;
            default:
                emitter.Emit(new Scalar(ScalarTypes.Write(value)));
                break;
        }
    }

    private static void WriteList(Emitter emitter, IEnumerable list)
    {
        emitter.Emit(new SequenceStart(null, null, isImplicit: true, SequenceStyle.Any));
        foreach (object? item in list)
        {
            WriteValue(emitter, item);
        }

        emitter.Emit(new SequenceEnd());
    }

    private static void WriteNames(Emitter emitter, IDictionary names)
    {
        emitter.Emit(new MappingStart());
        foreach (DictionaryEntry name in names)
        {
            WriteValue(emitter, name.Key);
            WriteValue(emitter, name.Value);
        }

        emitter.Emit(new MappingEnd());
    }

    private static void WriteBlock(Emitter emitter, object block)
    {
        emitter.Emit(new MappingStart());
        foreach (OptionKey key in OptionSchema.Of(block.GetType()).Keys)
        {
            emitter.Emit(new Scalar(key.Name));
            WriteValue(emitter, key.Property.GetValue(block));
        }

        emitter.Emit(new MappingEnd());
    }

    // Words that YAML reads as nothing, and texts that only quotes keep as they are.
    private static ScalarStyle StyleOf(string text) =>
        text is "" or "~" || text.Equals("null", StringComparison.OrdinalIgnoreCase) || text.Any(char.IsControl)
            ? ScalarStyle.DoubleQuoted
            : ScalarStyle.Any;
}
