using Trainer.Data.Readers;
using Trainer.TestKit;

namespace Trainer.Data.Tests.Readers;

public sealed class ElementFileTests
{
    [Theory]
    [InlineData("""{"annotations": [{"id": 1}, {"id": 2}]}""")]
    [InlineData("""{"info": {"annotations": [7], "x": "]}\\\"["}, "n": 1.5, "annotations" : [ {"id": 1} , {"id": 2} ], "later": [""")]
    public void Open_ListOfAnObject_FindsItsElements(string text)
    {
        using var folder = new TemporaryDirectory();
        using ElementFile file = ElementFile.Open(folder.Write("x.json", text), "annotations");

        Assert.Equal([1, 2], Enumerable.Range(0, file.Count).Select(position => file.Read(position, element => element["id"].AsWhole())));
    }

    [Theory]
    [InlineData("[]", "annotations is required")]
    [InlineData("{}", "annotations is required")]
    [InlineData("{\"annotations\": 3}", "annotations must be a list")]
    [InlineData("{\"images\": [", "the file stops inside it")]
    [InlineData("{\"images\" [1]}", "':' is missing here")]
    [InlineData("{\"annotations\": [1, 2", "the file stops inside it")]
    [InlineData("", "annotations is required")]
    public void Open_ListThatIsNotThere_SaysSo(string text, string expected)
    {
        using var folder = new TemporaryDirectory();

        DataException error = Assert.Throws<DataException>(() => ElementFile.Open(folder.Write("x.json", text), "annotations"));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OpenFields_OfAnObject_ReadsEachByItself()
    {
        using var folder = new TemporaryDirectory();
        using ElementFile file = ElementFile.OpenFields(folder.Write("x.json", "{\"a\": [1, 2],\n \"b{\" : {\"c\": \"}\"} ,\n\"d\": 3\n}"));

        Assert.Equal(["a", "b{", "d"], Enumerable.Range(0, file.Count).Select(position => file.Read(position, element => element.AsFields().Single().Name)));
        Assert.Equal(2, file.PlaceOf(1).Line);
    }

    [Theory]
    [InlineData("[]", "'{' is missing")]
    [InlineData("{\"a\": 1", "the file stops inside it")]
    [InlineData("{\"a\": 1, b}", "'}' is missing")]
    public void OpenFields_NoObject_SaysSo(string text, string expected)
    {
        using var folder = new TemporaryDirectory();

        Assert.Contains(expected, Assert.Throws<DataException>(() => ElementFile.OpenFields(folder.Write("x.json", text))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_WrongField_SaysWhichAndWhatKindOfFault()
    {
        using var folder = new TemporaryDirectory();
        using ElementFile file = ElementFile.Open(folder.Write("x.json", """[{"a": {"b": 1}}, {"a": }]"""));

        DataException wrong = Assert.Throws<DataException>(() => file.Read(0, element => element["a"]["b"].AsText()));
        DataException missing = Assert.Throws<DataException>(() => file.Read(0, element => element["c"].AsText()));
        DataException broken = Assert.Throws<DataException>(() => file.Read(1, element => element["a"].AsText()));

        Assert.Equal((DataFault.WrongType, "a.b"), (wrong.Fault, wrong.Field));
        Assert.Equal((DataFault.MissingField, "c"), (missing.Fault, missing.Field));
        Assert.Equal((DataFault.BrokenJson, ""), (broken.Fault, broken.Field));
    }

    [Fact]
    public void ReadText_OfALine_HasNoEnd()
    {
        using var folder = new TemporaryDirectory();
        using ElementFile file = ElementFile.Open(folder.Write("x.txt", [.. "a.jpg#0\tOne é\r\n"u8, 0xC3, (byte)'\n']));

        Assert.Equal("a.jpg#0\tOne é", file.ReadText(0));
        Assert.Equal(DataFault.BrokenText, Assert.Throws<DataException>(() => file.ReadText(1)).Fault);
    }
}
