using System.Globalization;

namespace Trainer.Recipes.Yaml;

/// <summary>A change to a recipe from the command line: <c>a.b=value</c> sets, <c>~a.b</c> deletes.</summary>
/// <param name="text">The override as the user wrote it. Items of lists go by their index from 0: <c>data.datasets[0].path=x</c>.</param>
/// <param name="problems">Receives what is wrong with it.</param>
internal sealed class Override(string text, ICollection<Problem> problems)
{
    private readonly Origin origin = new(0, text);

    /// <summary>The tree with this change; the same tree where the change is impossible.</summary>
    public Node ApplyTo(Node root)
    {
        int assignment = text.IndexOf('=');
        bool deletes = text.StartsWith('~') && assignment < 0;
        string path = deletes ? text[1..] : text[..Math.Max(assignment, 0)];
        string[] steps = path.Replace("[", ".", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal).Split('.', StringSplitOptions.TrimEntries);
        if (steps.Contains(""))
        {
            Report("", "An override is written key=value, a.b=value, or ~a.b to delete a key.");
            return root;
        }

        Node? value = deletes ? null : NodeReader.Read(text[(assignment + 1)..], text, problems);
        return deletes || value is not null ? Change(root, steps, value) ?? root : root;
    }

    private Node? Change(Node node, ReadOnlySpan<string> steps, Node? value) =>
        node switch
        {
            _ when steps.IsEmpty => value,
            MappingNode mapping => ChangeEntry(mapping, steps, value),
            SequenceNode sequence => ChangeItem(sequence, steps, value),
            ScalarNode { IsNull: true } => ChangeEntry(new MappingNode([], origin), steps, value),
            _ => Refuse(node, steps[0], $"can't be set, because what stands around it is {node.Description} and not a block of keys."),
        };

    private Node ChangeEntry(MappingNode mapping, ReadOnlySpan<string> steps, Node? value)
    {
        string key = steps[0];
        var entries = mapping.Entries.ToList();
        int index = entries.FindIndex(entry => entry.Key == key);
        if (index < 0 && value is null)
        {
            return Refuse(mapping, key, "is not set, so it can't be deleted.");
        }

        Node current = index < 0 ? new MappingNode([], origin) : entries[index].Value;
        Node? changed = Change(current, steps[1..], value);
        if (index >= 0)
        {
            entries.RemoveAt(index);
        }

        if (changed is not null)
        {
            Origin place = ReferenceEquals(changed, value) || index < 0 ? origin : mapping.Entries[index].Origin;
            entries.Insert(index < 0 ? entries.Count : index, new MappingEntry(key, changed, place));
        }

        return mapping with { Entries = entries };
    }

    private Node ChangeItem(SequenceNode sequence, ReadOnlySpan<string> steps, Node? value)
    {
        if (!int.TryParse(steps[0], NumberStyles.None, CultureInfo.InvariantCulture, out int index) || index >= sequence.Items.Count)
        {
            return Refuse(sequence, steps[0], $"is no item of the list, which has {sequence.Items.Count}. Items count from 0.");
        }

        var items = sequence.Items.ToList();
        Node? changed = Change(items[index], steps[1..], value);
        items.RemoveAt(index);
        if (changed is not null)
        {
            items.Insert(index, changed);
        }

        return sequence with { Items = items };
    }

    private Node Refuse(Node node, string key, string message)
    {
        Report(key, message);
        return node;
    }

    private void Report(string key, string message) => problems.Add(new Problem(key, message, origin));
}
