using Trainer.Data.Readers;
using Trainer.Data.Records;
using Trainer.TestKit;

namespace Trainer.Data.Tests.Readers;

public sealed class DatasetCheckTests
{
    [Fact]
    public void Run_MixedFile_CountsAndTellsFirstProblems()
    {
        using var folder = new TemporaryDirectory();
        folder.Write("here.jpg", "");
        string path = folder.Write(
            "x.jsonl",
            """
            {"id":"a","images":["here.jpg"],"prompt":[{"from":"human","value":"<image>"}],"source":"s"}
            {"id":"a","prompt":[{"from":"human","value":"?"}]}
            {"id":"b","images":["gone.jpg"],"prompt":[{"from":"human","value":"<image>"}]}
            {"id":"c","prompt":3}
            {"id":"d"}
            """);
        using RecordFile<PromptRecord> file = RecordFile.Open(path, RecordFormats.Prompt("trainer"));

        DatasetReport report = DatasetCheck.Run(file, folder.Path, mostProblems: 2);

        Assert.Equal((5, 3, 2L, 1, 1), (report.Records, report.BadRecords, report.Turns, report.Images, report.RepeatedIds));
        Assert.Equal([new("", 1), new("s", 1)], report.Sources.ToArray());
        Assert.Equal(
            [
                $"{path}:3: images names 'gone.jpg', but there is no file {Path.Combine(folder.Path, "gone.jpg")}.",
                $"{path}:4: prompt must be a list, but is 3",
            ],
            report.Problems);
    }
}
