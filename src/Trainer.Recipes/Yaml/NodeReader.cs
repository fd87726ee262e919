using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Trainer.Recipes.Yaml;

/// <summary>Reads one YAML document into nodes, within limits that no honest recipe meets.</summary>
internal sealed class NodeReader
{
    private const int DeepestNesting = 32;
    private const int MostNodes = 100_000;

    private readonly Parser parser;
    private readonly string? overrideText;
    private readonly ICollection<Problem> problems;
    private readonly Dictionary<AnchorName, Node> anchors = [];

    private NodeReader(string text, string? overrideText, ICollection<Problem> problems)
    {
        parser = new Parser(new StringReader(text));
        this.overrideText = overrideText;
        this.problems = problems;
    }

    /// <summary>Reads a document. Syntax errors are added to <paramref name="problems"/>.</summary>
    /// <param name="text">The YAML text.</param>
    /// <param name="overrideText">The override that the text belongs to; null for a file.</param>
    /// <param name="problems">Receives what is wrong.</param>
    /// <returns>The root, or null where the text is no YAML at all.</returns>
    public static Node? Read(string text, string? overrideText, ICollection<Problem> problems)
    {
        var reader = new NodeReader(text, overrideText, problems);
        try
        {
            return reader.ReadDocument();
        }
        catch (YamlException exception)
        {
            problems.Add(new Problem("", $"This is not readable YAML: {exception.Message}", reader.OriginAt(exception.Start)));
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException or IndexOutOfRangeException)
        {
            // The YAML library lets a few of its own slips through on malformed text.
            problems.Add(new Problem("", $"This is not readable YAML: {exception.Message}", reader.OriginAt(reader.parser.Current?.Start ?? Mark.Empty)));
        }

        return null;
    }

    private Node ReadDocument()
    {
        parser.Consume<StreamStart>();
        if (parser.TryConsume<StreamEnd>(out _))
        {
            return new MappingNode([], OriginAt(Mark.Empty));
        }

        parser.Consume<DocumentStart>();
        Node root = ReadNode(depth: 0);
        parser.Consume<DocumentEnd>();
        return parser.TryConsume<StreamEnd>(out _)
            ? root
            : throw Refuse(parser.Current, "a recipe is one document, but another one begins here. Remove the '---' line.");
    }

    private Node ReadNode(int depth)
    {
        if (depth > DeepestNesting)
        {
            throw Refuse(parser.Current, $"values are nested more than {DeepestNesting} levels deep.");
        }

        if (parser.TryConsume<AnchorAlias>(out AnchorAlias? alias))
        {
            return anchors.TryGetValue(alias.Value, out Node? shared)
                ? shared
                : throw Refuse(alias, $"the alias *{alias.Value} has no anchor &{alias.Value} that ends above it.");
        }

        var start = (NodeEvent)parser.Current!;
        RefuseTag(start);
        Node node = start switch
        {
            Scalar => ReadScalar(),
            SequenceStart => ReadSequence(depth),
            _ => ReadMapping(depth),
        };
        RefuseSize(start, node);
        if (!start.Anchor.IsEmpty)
        {
            anchors[start.Anchor] = node;
        }

        return node;
    }

    private ScalarNode ReadScalar()
    {
        var scalar = parser.Consume<Scalar>();
        return new ScalarNode(scalar.Value, scalar.Style == ScalarStyle.Plain, OriginAt(scalar.Start));
    }

    private SequenceNode ReadSequence(int depth)
    {
        Origin origin = OriginAt(parser.Consume<SequenceStart>().Start);
        var items = new List<Node>();
        while (!parser.TryConsume<SequenceEnd>(out _))
        {
            items.Add(ReadNode(depth + 1));
        }

        return new SequenceNode(items, origin);
    }

    private MappingNode ReadMapping(int depth)
    {
        Origin origin = OriginAt(parser.Consume<MappingStart>().Start);
        var entries = new Dictionary<string, MappingEntry>();
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            Scalar key = parser.TryConsume<Scalar>(out Scalar? name)
                ? name
                : throw Refuse(parser.Current, "a key must be a single word.");
            var entry = new MappingEntry(key.Value, ReadNode(depth + 1), OriginAt(key.Start));
            if (!entries.TryAdd(key.Value, entry))
            {
                problems.Add(new Problem("", $"'{key.Value}' was already set on {entries[key.Value].Origin}. Keep one of the two.", entry.Origin));
            }
        }

        return new MappingNode([.. entries.Values], origin);
    }

    private static void RefuseTag(NodeEvent start)
    {
        if (!start.Tag.IsEmpty)
        {
            throw Refuse(start, $"tags such as {start.Tag} are not used in recipes. Remove it.");
        }
    }

    private static void RefuseSize(NodeEvent start, Node node)
    {
        if (node.Size > MostNodes)
        {
            throw Refuse(start, $"this value has more than {MostNodes} parts when its aliases are written out.");
        }
    }

    private static YamlException Refuse(ParsingEvent? place, string message) =>
        new(place?.Start ?? Mark.Empty, place?.End ?? Mark.Empty, message);

    private Origin OriginAt(Mark mark) => new(Math.Max(1, (int)mark.Line), overrideText);
}
