using System.Text.Json;

namespace Trainer.Recipes.Binding;

/// <summary>How a name in code is written in a recipe.</summary>
public static class KeyNames
{
    /// <summary>The snake_case key of a PascalCase name, or of a path of them: <c>Model.LoraR</c> → <c>model.lora_r</c>.</summary>
    public static string Of(string name) => string.Join('.', name.Split('.').Select(JsonNamingPolicy.SnakeCaseLower.ConvertName));

    /// <summary>The key of an enum's value.</summary>
    public static string Of(Enum value) => Of(value.ToString());

    /// <summary>The path of a key inside a block; the key itself at the top.</summary>
    internal static string Join(string block, string key) => block.Length == 0 ? key : key.Length == 0 ? block : $"{block}.{key}";
}
