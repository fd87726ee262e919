namespace Trainer.Evaluation.Reports;

/// <summary>One part of a report. To add a kind: implement this, write through the writer, and style it in <see cref="ReportStyle"/>.</summary>
public interface IReportSection
{
    /// <summary>What stands above the section.</summary>
    string Heading { get; }

    /// <summary>Writes what stands below the heading.</summary>
    void Write(HtmlWriter html);
}
