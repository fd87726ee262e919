using Trainer.Data;
using Trainer.Evaluation.Judges;
using Trainer.Modeling.Weights;
using Trainer.Recipes;
using Trainer.Torch;
using Trainer.Training;

namespace Trainer.Cli.Tests;

public sealed class ErrorReportTests
{
    public static TheoryData<Exception, int> Causes => new()
    {
        { new UsageException("x"), 2 },
        { new RecipeException("x.yaml", [new Problem("a", "is wrong.")]), 2 },
        { new DataException("x"), 3 },
        { new CheckpointException("x"), 3 },
        { new FileNotFoundException("x"), 3 },
        { new TorchException("DefaultCPUAllocator: can't allocate memory: you tried to allocate 99 bytes."), 4 },
        { new TorchException("CUDA out of memory."), 4 },
        { new TorchException("shapes differ"), 1 },
        { new IOException("No space left on device"), 4 },
        { new JudgeException("x"), 4 },
        { new DivergedException("x"), 5 },
        { new InvalidOperationException("x"), 1 },
    };

    [Theory]
    [MemberData(nameof(Causes))]
    public void CodeOf_EachCause_SaysWhoseTurnItIs(Exception error, int code) => Assert.Equal(code, ErrorReport.CodeOf(error));

    [Fact]
    public void Write_Usual_IsOneLineWithoutStack()
    {
        using StringWriter output = new();

        ErrorReport.Write(output, new CheckpointException("a.safetensors ends too early."), diagnostic: false);

        Assert.Equal("error: a.safetensors ends too early.\n", output.ToString());
    }
}
