using System.Reflection;
using System.Runtime.CompilerServices;

namespace Trainer.Recipes.Binding;

/// <summary>One key of a block, and the property that holds its value.</summary>
/// <param name="property">A settable public property of an options record.</param>
internal sealed class OptionKey(PropertyInfo property)
{
    public PropertyInfo Property { get; } = property;

    public string Name { get; } = KeyNames.Of(property.Name);

    public IReadOnlyList<string> Aliases { get; } = [.. property.GetCustomAttributes<AliasAttribute>().Select(alias => alias.Name)];

    public bool IsRequired { get; } = property.IsDefined(typeof(RequiredMemberAttribute));

    public bool AllowsNull { get; } = new NullabilityInfoContext().Create(property).WriteState == NullabilityState.Nullable;

    public Type Type { get; } = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
}
