using System.Xml.Linq;
using Trainer.Evaluation.Reports;

namespace Trainer.Evaluation.Tests.Reports;

public sealed class IntervalChartTests
{
    [Fact]
    public void ToSvg_TwoPoints_IsXmlWithEachInItsPlace()
    {
        XElement svg = XElement.Parse(new IntervalChart("a < b", [new("one", 1, 0, 2), new("two", 3, 2, 4)]).ToSvg());

        // The scale goes from 0 at 130 to 4 at 460.
        Assert.Equal(["212.5", "377.5"], svg.Elements().Where(element => element.Name.LocalName == "circle").Select(circle => (string?)circle.Attribute("cx")));
        Assert.Contains("a < b", svg.Elements().Select(element => element.Value));
    }

    [Fact]
    public void ToSvg_OneValueWithoutWidth_LiesInTheMiddle() =>
        Assert.Contains("cx=\"295\"", new IntervalChart("same", [new("one", 1, 1, 1)]).ToSvg(), StringComparison.Ordinal);
}
