using System.Collections;
using System.Text;
using Trainer.Recipes.Binding;

namespace Trainer.Recipes.Reference;

/// <summary>Writes the reference of a recipe's keys from the option types and their documentation, so that the two never differ.</summary>
public static class RecipeReference
{
    /// <summary>Markdown: a table of the top-level keys, then one table for each block.</summary>
    /// <param name="recipe">The options record of a whole recipe.</param>
    public static string Markdown(Type recipe)
    {
        var text = new StringBuilder();
        AppendBlock(text, recipe, "", new XmlSummaries());
        return text.ToString();
    }

    /// <summary>The keys of one block in their order, with what the reference says of them.</summary>
    /// <param name="block">An options record without blocks inside.</param>
    public static IReadOnlyList<KeyDescription> Keys(Type block)
    {
        var summaries = new XmlSummaries();
        object defaults = Activator.CreateInstance(block)!;
        return
        [
            .. OptionSchema.Of(block).Keys.Select(key => new KeyDescription
            {
                Name = key.Name,
                Aliases = key.Aliases,
                IsList = OptionSchema.ItemOf(key.Type) is not null,
                Meaning = summaries.Of(key.Property),
                Default = DefaultOf(key, defaults).Trim('`'),
                Words = [.. ScalarTypes.Names(key.Type)],
            }),
        ];
    }

    private static void AppendBlock(StringBuilder text, Type type, string path, XmlSummaries summaries)
    {
        text.Append(path.Length == 0 ? "## Top level\n\n" : $"\n## `{path}`\n\n");
        text.Append(summaries.Of(type)).Append("\n\n| key | type | default | meaning |\n|---|---|---|---|\n");
        IReadOnlyList<OptionKey> keys = OptionSchema.Of(type).Keys;
        object defaults = Activator.CreateInstance(type)!;
        foreach (OptionKey key in keys)
        {
            text.Append($"| `{key.Name}` | {Describe(key.Type)} | {DefaultOf(key, defaults)} | {MeaningOf(key, summaries)} |\n");
        }

        foreach (OptionKey key in keys)
        {
            Type? item = OptionSchema.ItemOf(key.Type);
            if (OptionSchema.IsBlock(item ?? key.Type))
            {
                AppendBlock(text, item ?? key.Type, KeyNames.Join(path, key.Name) + (item is null ? "" : "[]"), summaries);
            }
        }
    }

    private static string Describe(Type type) =>
        type switch
        {
            _ when OptionSchema.ItemOf(type) is { } item => $"list of {Describe(item)}",
            _ when OptionSchema.ValueOf(type) is { } value => $"block of names, each with {Describe(value)}",
            _ when OptionSchema.IsBlock(type) => "block",
            { IsEnum: true } => string.Join(" \\| ", ScalarTypes.Names(type).Select(name => $"`{name}`")),
            _ => ScalarTypes.Describe(type),
        };

    private static string DefaultOf(OptionKey key, object defaults)
    {
        object? value = key.IsRequired ? null : key.Property.GetValue(defaults);
        return value switch
        {
            _ when key.IsRequired => "required",
            null => "none",
            string text => $"`{text}`",
            IDictionary => "`{}`",
            IEnumerable list => $"`[{string.Join(", ", list.Cast<object>().Select(Short))}]`",
            _ when OptionSchema.IsBlock(key.Type) => "see below",
            _ => $"`{Short(value)}`",
        };
    }

    private static string Short(object value) => OptionSchema.IsBlock(value.GetType()) ? "…" : ScalarTypes.Write(value);

    private static string MeaningOf(OptionKey key, XmlSummaries summaries)
    {
        string aliases = key.Aliases.Count == 0 ? "" : $" Also understood: {string.Join(", ", key.Aliases.Select(alias => $"`{alias}`"))}.";
        return (summaries.Of(key.Property) + aliases).Replace("|", "\\|", StringComparison.Ordinal);
    }
}
