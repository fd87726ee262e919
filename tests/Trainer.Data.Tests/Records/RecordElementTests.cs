using System.Text.Json;
using Trainer.Data.Records;

namespace Trainer.Data.Tests.Records;

public sealed class RecordElementTests
{
    [Fact]
    public void AsFields_Object_GivesNamesAndPaths()
    {
        IReadOnlyList<(string Name, RecordElement Value)> fields = Element("""{"b": 1, "a": ["x"]}""").AsFields();

        Assert.Equal(["b", "a"], fields.Select(field => field.Name));
        Assert.Equal((false, true), (fields[0].Value.IsList, fields[1].Value.IsList));
        Assert.Contains("b must be text", Assert.Throws<DataException>(() => fields[0].Value.AsText()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AsFields_List_IsRefused() =>
        Assert.Contains("must be an object", Assert.Throws<DataException>(() => Element("[]").AsFields()).Message, StringComparison.Ordinal);

    private static RecordElement Element(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        return new RecordElement(document.RootElement.Clone(), "", new RecordPlace("file.json", 1));
    }
}
