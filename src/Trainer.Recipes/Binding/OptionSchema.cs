using System.Reflection;

namespace Trainer.Recipes.Binding;

/// <summary>The keys that an options record understands, in the order in which it declares them, inherited ones first.</summary>
internal sealed class OptionSchema
{
    private OptionSchema(Type type)
    {
        Keys =
        [
            .. type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
                .Where(property => property.CanWrite && property.GetIndexParameters().Length == 0)
                .OrderBy(property => Depth(property.DeclaringType!))
                .ThenBy(property => property.MetadataToken)
                .Select(property => new OptionKey(property)),
        ];
    }

    public IReadOnlyList<OptionKey> Keys { get; }

    public static OptionSchema Of(Type type) => new(type);

    /// <summary>Whether values of this type are blocks of keys.</summary>
    public static bool IsBlock(Type type) => type.IsClass && type != typeof(string);

    /// <summary>The type of a list's items; null where the type is no list.</summary>
    public static Type? ItemOf(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) ? type.GetGenericArguments()[0] : null;

    /// <summary>The type of the values under names of the user's own choice; null where the type holds no such block.</summary>
    public static Type? ValueOf(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>) ? type.GetGenericArguments()[1] : null;

    /// <summary>The key of this name or alias.</summary>
    public OptionKey? Find(string name) => Keys.FirstOrDefault(key => key.Name == name || key.Aliases.Contains(name));

    /// <summary>Full paths of all keys below a type, blocks included, items of lists left out.</summary>
    public static IEnumerable<string> Paths(Type type, string block = "") =>
        Of(type).Keys.SelectMany(key =>
        {
            string path = KeyNames.Join(block, key.Name);
            return IsBlock(key.Type) ? Paths(key.Type, path).Prepend(path) : [path];
        });

    private static int Depth(Type type) => type.BaseType is { } parent ? 1 + Depth(parent) : 0;
}
