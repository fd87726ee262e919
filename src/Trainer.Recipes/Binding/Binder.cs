using System.Collections;
using Trainer.Recipes.Yaml;

namespace Trainer.Recipes.Binding;

/// <summary>Fills option records from nodes, and goes on after a problem so that one reading finds them all.</summary>
/// <param name="root">Type of the whole recipe: where suggestions for misplaced keys are looked up.</param>
/// <param name="problems">Receives what is wrong.</param>
internal sealed class Binder(Type root, ICollection<Problem> problems)
{
    private readonly Dictionary<string, Origin> origins = [];
    private readonly List<string> hints = [];

    /// <summary>One line for each alias that was used in place of a key's proper name.</summary>
    public IReadOnlyList<string> Hints => hints;

    /// <summary>The options; null when something that they can't do without is missing or wrong.</summary>
    public object? Bind(Node node) => BindBlock(root, node, "");

    private object? BindValue(Type type, Node node, string path)
    {
        origins[path] = node.Origin;
        if (OptionSchema.ItemOf(type) is { } item)
        {
            return BindList(item, node, path);
        }

        if (OptionSchema.ValueOf(type) is { } value)
        {
            return BindNames(value, node, path);
        }

        return OptionSchema.IsBlock(type) ? BindBlock(type, node, path) : BindScalar(type, node, path);
    }

    private object? BindScalar(Type type, Node node, string path)
    {
        object? value = node is ScalarNode { IsNull: false } scalar ? ScalarTypes.Read(type, scalar.Text) : null;
        if (value is null)
        {
            string suggestion = node is ScalarNode word ? Suggestion.For(word.Text, ScalarTypes.Names(type)) : "";
            Report(path, $"must be {ScalarTypes.Describe(type)}, but is {node.Description}.{suggestion}", node.Origin);
        }

        return value;
    }

    private Array? BindList(Type itemType, Node node, string path)
    {
        if (node is MappingNode or ScalarNode { IsNull: true })
        {
            Report(path, $"must be a list, but is {node.Description}.", node.Origin);
            return null;
        }

        // A single value stands for a list of one, as in `lora_target_modules: all-linear`.
        IReadOnlyList<Node> nodes = node is SequenceNode sequence ? sequence.Items : [node];
        object?[] items = [.. nodes.Select((item, index) => BindValue(itemType, item, $"{path}[{index}]"))];
        if (items.Contains(null))
        {
            return null;
        }

        Array list = Array.CreateInstance(itemType, items.Length);
        items.CopyTo(list, 0);
        return list;
    }

    /// <summary>A block whose keys are names of the user's own choice, in the order of the file.</summary>
    private IDictionary? BindNames(Type valueType, Node node, string path)
    {
        if (node is not MappingNode mapping)
        {
            Report(path, $"must be a block of names, but is {node.Description}.", node.Origin);
            return null;
        }

        var names = (IDictionary)Activator.CreateInstance(typeof(OrderedDictionary<,>).MakeGenericType(typeof(string), valueType))!;
        foreach (MappingEntry entry in mapping.Entries)
        {
            if (BindValue(valueType, entry.Value, KeyNames.Join(path, entry.Key)) is { } value)
            {
                names.Add(entry.Key, value);
            }
        }

        return names.Count == mapping.Entries.Count ? names : null;
    }

    private object? BindBlock(Type type, Node node, string path)
    {
        MappingNode? mapping = node is ScalarNode { IsNull: true } ? new MappingNode([], node.Origin) : node as MappingNode;
        if (mapping is null)
        {
            Report(path, $"{(path.Length == 0 ? "A recipe " : "")}must be a block of keys, but is {node.Description}.", node.Origin);
            return null;
        }

        object options = Activator.CreateInstance(type)!;
        var schema = OptionSchema.Of(type);
        var set = new HashSet<OptionKey>();
        var isComplete = true;
        foreach (MappingEntry entry in mapping.Entries)
        {
            if (FindKey(schema, entry, path) is { } key && MayBeSet(key, set, entry, path))
            {
                isComplete &= SetKey(options, key, entry, path) || !key.IsRequired;
            }
        }

        isComplete &= ReportMissing(schema, set, mapping, path);
        return isComplete ? Validated(options, path) : null;
    }

    private OptionKey? FindKey(OptionSchema schema, MappingEntry entry, string block)
    {
        OptionKey? key = schema.Find(entry.Key);
        if (key is null)
        {
            string path = KeyNames.Join(block, entry.Key);
            Report(path, $"is not a known key.{SuggestKey(schema, entry.Key, block)}", entry.Origin);
        }
        else if (key.Name != entry.Key)
        {
            hints.Add($"{entry.Origin}: {KeyNames.Join(block, entry.Key)} is understood as {KeyNames.Join(block, key.Name)}.");
        }

        return key;
    }

    private string SuggestKey(OptionSchema schema, string name, string block)
    {
        IEnumerable<string> names = schema.Keys.SelectMany(key => key.Aliases.Prepend(key.Name));
        string? here = Suggestion.Nearest(name, names);
        string? there = OptionSchema.Paths(root).FirstOrDefault(path => path.EndsWith($".{name}", StringComparison.Ordinal));
        string? meant = here is null ? there : KeyNames.Join(block, schema.Find(here)!.Name);
        return meant is null ? "" : $" Did you mean {meant}?";
    }

    private bool MayBeSet(OptionKey key, HashSet<OptionKey> set, MappingEntry entry, string block)
    {
        bool isFirst = set.Add(key);
        if (!isFirst)
        {
            string path = KeyNames.Join(block, entry.Key);
            Report(path, $"is set twice, because {key.Name} and {string.Join(", ", key.Aliases)} are one key. Keep one.", entry.Origin);
        }

        return isFirst;
    }

    private bool SetKey(object options, OptionKey key, MappingEntry entry, string block)
    {
        bool isNull = key.AllowsNull && entry.Value is ScalarNode { IsNull: true };
        object? value = isNull ? null : BindValue(key.Type, entry.Value, KeyNames.Join(block, key.Name));
        if (isNull || value is not null)
        {
            key.Property.SetValue(options, value);
            return true;
        }

        return false;
    }

    private bool ReportMissing(OptionSchema schema, HashSet<OptionKey> set, MappingNode mapping, string block)
    {
        OptionKey[] missing = [.. schema.Keys.Where(key => key.IsRequired && !set.Contains(key))];
        foreach (OptionKey key in missing)
        {
            Report(KeyNames.Join(block, key.Name), "is required, but is not set.", mapping.Origin);
        }

        return missing.Length == 0;
    }

    private object Validated(object options, string block)
    {
        IEnumerable<Problem> found = options is IValidatable validatable ? validatable.Problems() : [];
        foreach (Problem problem in found)
        {
            string path = KeyNames.Join(block, problem.Key);
            bool isKnown = problems.Any(known => known.Key == path);
            if (!isKnown)
            {
                Report(path, problem.Message, OriginOf(path));
            }
        }

        return options;
    }

    /// <summary>Where a key was written, or else the block around it.</summary>
    public Origin OriginOf(string path)
    {
        while (path.Length > 0)
        {
            if (origins.TryGetValue(path, out Origin origin))
            {
                return origin;
            }

            path = path[..Math.Max(0, path.LastIndexOf('.'))];
        }

        return new Origin(1);
    }

    private void Report(string key, string message, Origin origin) => problems.Add(new Problem(key, message, origin));
}
