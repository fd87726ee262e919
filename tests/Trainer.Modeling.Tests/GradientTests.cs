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
        LoraAdapter adapter = TrainableAdapter(dropout: 0);

        Loss(ForwardContext.Inference).Backward();

        Assert.All(model.Parameters, parameter => Assert.Null(parameter.Value.Grad));
        Assert.All(adapter.Parameters, parameter => Assert.NotNull(parameter.Value.Grad));
    }

    [Fact]
    public void Backward_Numerically_EqualsDifferencesOfTheLoss()
    {
        Train(ParameterGroup.Projector);
        Tensor weight = model.Parameters.Single(parameter => parameter.Name == "model.mm_projector.2.weight").Value;
        Loss(ForwardContext.Inference).Backward();
        double gradient = weight.Grad!.Select(0, 3).Select(0, 4).Item();
        const float step = 1e-2f;

        double Moved(float by)
        {
            using var mode = GradientMode.Off();
            weight.Select(0, 3).Select(0, 4).AddInPlace(Tensor.Scalar(by, Placement.CpuFloat));
            return Loss(ForwardContext.Inference).Item();
        }

        double above = Moved(step);
        double below = Moved(-2 * step);

        Assert.Equal((above - below) / (2 * step), gradient, 1e-3);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.5)]
    public void Backward_Checkpointed_GivesTheSameGradients(double dropout)
    {
        Train(ParameterGroup.VisionTower);
        LoraAdapter adapter = TrainableAdapter(dropout);
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

    private LoraAdapter TrainableAdapter(double dropout)
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

    /// <summary>Mean log-probability of every token but the first of each row.</summary>
    private Tensor Loss(ForwardContext context)
    {
        Tensor ids = Golden.Ids("llava", "ids");
        Tensor embeddings = model.Embed(ids, model.Project(model.ImageFeatures(TinyLlava.Pixels(), context), context));
        Tensor hidden = model.Hidden(embeddings, new SequenceWindow { Ends = Tensor.From([14L, 15]) }, null, context);
        Tensor targets = Tensor.Cat(0, ids.Select(0, 0).Narrow(0, 11, 3), ids.Select(0, 1).Narrow(0, 13, 2));
        Tensor rows = Tensor.Cat(0, hidden.Select(0, 0).Narrow(0, 10, 3), hidden.Select(0, 1).Narrow(0, 12, 2));
        return -Functional.TokenLogProbs(model.Logits(rows), targets).Mean();
    }
}
