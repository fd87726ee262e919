namespace Trainer.Recipes;

/// <summary>Another name under which a key is understood, with a hint that names the key proper.</summary>
/// <param name="name">The other name in snake_case, as other frameworks write it.</param>
[AttributeUsage(AttributeTargets.Property, AllowMultiple = true)]
public sealed class AliasAttribute(string name) : Attribute
{
    /// <summary>The other name.</summary>
    public string Name { get; } = name;
}
