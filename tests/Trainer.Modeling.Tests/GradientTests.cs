using Trainer.Modeling.Adapters;
using Trainer.Modeling.Attention;
using Trainer.TestKit.Models;
using Trainer.Torch;

namespace Trainer.Modeling.Tests;

public sealed class GradientTests : IDisposable
{
    private readonly TensorScope scope = new();
    private readonly LlavaModel model = TinyLlava.Create();

    public void Dispose()
    {
        model.Dispose();
        scope.Dispose();
    }

    [Theory]
    [InlineData(ParameterGroup.VisionTower)]
    [InlineData(ParameterGroup.Projector)]
    [InlineData(ParameterGroup.LanguageModel)]
    public void Backward_OneTrainableGroup_ReachesAllOfItAndNothingElse(ParameterGroup group)
    {
        Train(group);

        Loss(ForwardContext.Inference).Backward();

        Assert.All(model.Parameters, parameter => Assert.Equal(parameter.Group == group, parameter.Value.Grad is not null));
    }

    [Fact]
    public void Backward_AdapterOnFrozenModel_ReachesTheAdapterAlone()
    {
        LoraAdapter adapter = TrainableAdapter(model, dropout: 0);

        Loss(ForwardContext.Inference).Backward();

        Assert.All(model.Parameters, parameter => Assert.Null(parameter.Value.Grad));
        Assert.All(adapter.Parameters, parameter => Assert.NotNull(parameter.Value.Grad));
    }

    [Theory]
    [InlineData(ParameterGroup.VisionTower)]
    [InlineData(ParameterGroup.Projector)]
    [InlineData(ParameterGroup.LanguageModel)]
    public void Backward_OneTrainableGroup_IsTheSlopeOfTheLoss(ParameterGroup group)
    {
        Train(group);

        AssertSlope([.. model.Parameters.Where(parameter => parameter.Trainable)]);
    }

    [Fact]
    public void Backward_Adapter_IsTheSlopeOfTheLoss() => AssertSlope([.. TrainableAdapter(model, dropout: 0).Parameters]);

    [Fact]
    public void Backward_AdapterUnderBFloat16_KeepsSinglePrecisionAndTheDirection()
    {
        using LlavaModel half = TinyLlava.Create(type: DType.BFloat16);
        Parameter[] exact = [.. TrainableAdapter(model, dropout: 0).Parameters];
        Parameter[] rounded = [.. TrainableAdapter(half, dropout: 0).Parameters];

        Loss(model, ForwardContext.Inference).Backward();
        Loss(half, ForwardContext.Inference).Backward();

        Assert.All(rounded, parameter => Assert.Equal(DType.Float32, parameter.Value.Grad!.DType));
        Assert.All(exact.Zip(rounded), pair => Assert.InRange(Cosine(pair.First.Value.Grad!, pair.Second.Value.Grad!), 0.98, 1.0001));
    }

    [Fact]
    public void Backward_WantedTokensAlone_GivesTheGradientsOfTheSameLoss()
    {
        Train(ParameterGroup.LanguageModel);
        Parameter[] trained = [.. model.Parameters.Where(parameter => parameter.Trainable)];

        Loss(ForwardContext.Inference).Backward();
        Tensor[] expected = [.. trained.Select(parameter => parameter.Value.Grad!.Clone())];
        Array.ForEach(trained, parameter => parameter.Value.Grad!.Fill(0));
        LossOfWanted().Backward();

        Assert.All(expected.Zip(trained), pair => Near.Equal(pair.First, pair.Second.Value.Grad!, 1e-6));
    }

    [Fact]
    public void Backward_FiveHundredTimes_HoldsNoMoreTensors()
    {
        Train(ParameterGroup.VisionTower);
        TrainableAdapter(model, dropout: 0.1);
        using var stream = new RandomStream(4);

        void Step(bool checkpoint)
        {
            using var step = new TensorScope();
            Loss(new ForwardContext { Dropout = stream, CheckpointLanguage = checkpoint, CheckpointVision = checkpoint }).Backward();
        }

        // The first step makes the gradients, which stay.
        Step(checkpoint: false);
        long before = TensorScope.LiveTensors;
        for (int i = 1; i < 500; i++)
        {
            Step(checkpoint: i % 2 == 0);
        }

        Assert.Equal(before, TensorScope.LiveTensors);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.5)]
    public void Backward_Checkpointed_GivesTheSameGradients(double dropout)
    {
        Train(ParameterGroup.VisionTower);
        LoraAdapter adapter = TrainableAdapter(model, dropout);
        Parameter[] trained = [.. model.Parameters.Where(parameter => parameter.Trainable), .. adapter.Parameters];

        float[][] plain = Gradients(trained, checkpoint: false);
        float[][] checkpointed = Gradients(trained, checkpoint: true);

        Assert.Equal(plain, checkpointed);
    }

    [Fact]
    public void Forward_EverythingFrozenAndCheckpointed_RecordsNothing()
    {
        Tensor loss = Loss(new ForwardContext { CheckpointLanguage = true, CheckpointVision = true });

        Assert.False(loss.RequiresGrad);
    }

    [Fact]
    public void Backward_FrozenTowerAndCheckpointing_RunsTheTowerOnce()
    {
        Train(ParameterGroup.Projector);

        Tensor features = model.ImageFeatures(TinyLlava.Pixels(), new ForwardContext { CheckpointVision = true });

        Assert.False(features.RequiresGrad);
    }

    private void Train(ParameterGroup group)
    {
        foreach (Parameter parameter in model.Parameters)
        {
            parameter.Trainable = parameter.Group == group;
        }
    }

    private static LoraAdapter TrainableAdapter(LlavaModel model, double dropout)
    {
        LoraAdapter adapter = model.Adapters.Add(
            "policy", new LoraOptions { Rank = 2, Alpha = 3, Dropout = dropout, TargetModules = ["q_proj", "down_proj"] }, TinyWeights.Lora);
        model.Adapters.Activate("policy");
        foreach (Parameter parameter in adapter.Parameters)
        {
            parameter.Trainable = true;
        }

        return adapter;
    }

    private float[][] Gradients(Parameter[] parameters, bool checkpoint)
    {
        using var stream = new RandomStream(4);
        Loss(new ForwardContext { Dropout = stream, CheckpointLanguage = checkpoint, CheckpointVision = checkpoint }).Backward();
        float[][] gradients = [.. parameters.Select(parameter => parameter.Value.Grad!.ToArray<float>())];
        foreach (Parameter parameter in parameters)
        {
            parameter.Value.Grad = null;
        }

        return gradients;
    }

    /// <summary>Moves all weights along one arbitrary direction and compares the loss's slope with what the gradients say.</summary>
    private void AssertSlope(Parameter[] trained)
    {
        const double step = 1e-3;
        Tensor[] directions = [.. trained.Select((parameter, index) => TinyWeights.Fill(1000 + index, parameter.Value.Shape, 2))];
        Loss(ForwardContext.Inference).Backward();
        double expected = trained.Zip(directions).Sum(pair => (pair.First.Value.Grad! * pair.Second).Sum().Item());

        double Moved(double by)
        {
            using var mode = GradientMode.Off();
            foreach ((Parameter parameter, Tensor direction) in trained.Zip(directions))
            {
                parameter.Value.AddInPlace(direction, by);
            }

            return Loss(ForwardContext.Inference).Item();
        }

        double above = Moved(step);
        double below = Moved(-2 * step);

        Assert.InRange((above - below) / (2 * step) / expected, 0.99, 1.01);
    }

    private static double Cosine(Tensor first, Tensor second) =>
        (first * second).Sum().Item() / Math.Sqrt((first * first).Sum().Item() * (second * second).Sum().Item());

    private Tensor Loss(ForwardContext context) => Loss(model, context);

    /// <summary>Mean log-probability of every token but the first of each row.</summary>
    private static Tensor Loss(LlavaModel model, ForwardContext context)
    {
        Tensor hidden = model.Hidden(Embed(model, context), Window, null, context);
        Tensor rows = Tensor.Cat(0, hidden.Select(0, 0).Narrow(0, 10, 3), hidden.Select(0, 1).Narrow(0, 12, 2));
        return -Functional.TokenLogProbs(model.Logits(rows), Targets()).Mean();
    }

    /// <summary>The same of states that were asked for.</summary>
    private Tensor LossOfWanted()
    {
        long length = Golden.Ids("llava", "ids").Size(1);
        Tensor wanted = Tensor.From([10L, 11, 12, length + 12, length + 13]);
        Tensor states = model.Hidden(Embed(model, ForwardContext.Inference), Window with { Wanted = wanted }, null, ForwardContext.Inference);
        return -Functional.TokenLogProbs(model.Logits(states), Targets()).Mean();
    }

    private static SequenceWindow Window => new() { Ends = Tensor.From([14L, 15]) };

    private static Tensor Embed(LlavaModel model, ForwardContext context) =>
        model.Embed(Golden.Ids("llava", "ids"), model.Project(model.ImageFeatures(TinyLlava.Pixels(), context), context));

    private static Tensor Targets()
    {
        Tensor ids = Golden.Ids("llava", "ids");
        return Tensor.Cat(0, ids.Select(0, 0).Narrow(0, 11, 3), ids.Select(0, 1).Narrow(0, 13, 2));
    }
}
