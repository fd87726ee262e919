using Trainer.Modeling.Adapters;
using Trainer.TestKit.Models;
using Trainer.Torch;

namespace Trainer.Modeling.Tests.Adapters;

public sealed class LoraOptionsTests
{
    // Case lora.linear: LLaVA-RLHF's r and α on made-up matrices of rank 2, by PEFT's formula y = Wx + α/r · B(Ax).
    [Fact]
    public void Scaling_LlavaRlhf_GivesTheGoldenOutput()
    {
        using var scope = new TensorScope();
        Tensor weight = Tensor.From([1.0, 2, 0.5, -1], 2, 2);
        Tensor down = Tensor.From([1.0, 0, 0.5, 0.5], 2, 2);
        Tensor up = Tensor.From([0.1, 0.2, -0.3, 0.4], 2, 2);
        Tensor input = Tensor.From([2.0, -1.0]);

        Tensor output = weight.MatMul(input) + (up.MatMul(down.MatMul(input)) * new LoraOptions { Rank = 64, Alpha = 16 }.Scaling);

        Near.Equal([0.075, 1.9], output, 1e-12);
    }

    [Fact]
    public void Scaling_RankStabilised_DividesByTheRoot() =>
        Assert.Equal(2, new LoraOptions { Rank = 64, Alpha = 16, RankStabilised = true }.Scaling);
}
