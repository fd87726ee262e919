using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Trainer.Recipes.Reference;

/// <summary>The summaries that the compiler writes beside an assembly, by the members they document.</summary>
internal sealed partial class XmlSummaries
{
    private readonly Dictionary<Assembly, Dictionary<string, string>> summaries = [];

    /// <summary>A property's summary on one line; empty where there is none.</summary>
    public string Of(PropertyInfo property) => Find(property.DeclaringType!, $"P:{NameOf(property.DeclaringType!)}.{property.Name}");

    /// <summary>A type's summary on one line; empty where there is none.</summary>
    public string Of(Type type) => Find(type, $"T:{NameOf(type)}");

    private string Find(Type type, string member)
    {
        if (!summaries.TryGetValue(type.Assembly, out Dictionary<string, string>? known))
        {
            summaries[type.Assembly] = known = Read(Path.ChangeExtension(type.Assembly.Location, ".xml"));
        }

        return known.GetValueOrDefault(member, "");
    }

    private static Dictionary<string, string> Read(string path) =>
        !File.Exists(path)
            ? []
            : XDocument.Load(path).Descendants("member")
                .Where(member => member.Element("summary") is not null)
                .ToDictionary(member => (string)member.Attribute("name")!, member => TextOf(member.Element("summary")!));

    private static string TextOf(XElement summary) =>
        Spaces().Replace(string.Concat(summary.Nodes().Select(TextOf)), " ").Trim();

    private static string TextOf(XNode node) =>
        node switch
        {
            XText text => text.Value,
            XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
            XElement { Name.LocalName: "see" } link => $"`{((string?)link.Attribute("cref") ?? "").Split('.')[^1]}`",
            XElement element => element.Value,
            _ => "",
        };

    private static string NameOf(Type type) => type.FullName!.Replace('+', '.');

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
