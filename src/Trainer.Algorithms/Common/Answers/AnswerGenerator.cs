using Trainer.Data;
using Trainer.Data.Batches;
using Trainer.Decoding;
using Trainer.Decoding.Strategies;
using Trainer.Modeling;
using Trainer.Modeling.Weights;
using Trainer.Recipes.Options;
using Trainer.Torch;

namespace Trainer.Algorithms.Common.Answers;

/// <summary>Puts records to a model and takes down what it says.</summary>
internal sealed class AnswerGenerator : IDisposable
{
    private readonly IAnswerTask task;
    private readonly LlavaModel model;
    private readonly IImageReader images;

    /// <summary>Loads the model.</summary>
    internal AnswerGenerator(StageRecipe recipe, RunContext context, IAnswerTask task)
    {
        this.task = task;
        model = Load(recipe.Model, context.Device);
        Prompts = new AnswerPrompts(recipe, model.Config, task.MaxNewTokens);
        images = context.Images(model.Config);
    }

    /// <summary>Reads what the model is asked.</summary>
    internal AnswerPrompts Prompts { get; }

    /// <summary>Answers a batch, whose answers are drawn alike.</summary>
    internal IReadOnlyList<GeneratedAnswer> Answer(IReadOnlyList<AnswerJob> jobs)
    {
        Prompt[] prompts = OneForEach(jobs);
        Contrast? contrast = task.ContrastFor(prompt => jobs[Array.IndexOf(prompts, prompt)]);
        var strategy = RowwiseStrategy.Sampling([.. jobs.Select(task.DrawsOf)]);
        IReadOnlyList<Generation> answers = new Generator(model, contrast).Generate(prompts, strategy, OptionsOf(jobs[0].Sampling));
        return [.. jobs.Zip(answers, (job, answer) =>
            new GeneratedAnswer(job.Record, job.Sample, task.IdOf(job.Record), answer.TokenIds.Length, TextOf(job.TokenIds[^1], answer)))];
    }

    /// <summary>Frees the model.</summary>
    public void Dispose()
    {
        Prompts.Dispose();
        model.Dispose();
    }

    private static LlavaModel Load(ModelOptions options, Device device)
    {
        DType type = options.Dtype == ModelDtype.Bfloat16 ? DType.BFloat16 : DType.Float32;
        LlavaModel model = LlavaCheckpoint.Load(options.ModelNameOrPath, new Placement(device, type), type);
        if (options.AdapterNameOrPath is { } adapter)
        {
            AdapterCheckpoint.Load(model.Adapters, TrainableModel.PolicyAdapter, adapter);
            model.Adapters.Activate(TrainableModel.PolicyAdapter);
        }

        return model;
    }

    private GenerationOptions OptionsOf(SamplingSettings sampling) => sampling.Options with
    {
        StopTokens = [Prompts.Tokenizer.EosId],
        StopWhen = Prompts.Tokenizer.SpecialTokens.Contains(Prompts.Template.Stop) ? null : tokens => Decode(tokens).EndsWith(Prompts.Template.Stop, StringComparison.Ordinal),
    };

    /// <summary>Answers to one record that are shown the same share a prompt, which then is read once.</summary>
    private Prompt[] OneForEach(IReadOnlyList<AnswerJob> jobs)
    {
        // As long as the batch, whose prompts hold its pictures anyway: each is decoded once, however many answers are about it.
        var pictures = new ImageCache(images, mostBytes: long.MaxValue);
        var prompts = new Prompt[jobs.Count];
        for (int i = 0; i < jobs.Count; i++)
        {
            Prompt own = PromptOf(jobs[i], pictures);
            int same = Enumerable.Range(0, i).FirstOrDefault(other => jobs[other].Record == jobs[i].Record && prompts[other].Pixels.AsSpan().SequenceEqual(own.Pixels), i);
            prompts[i] = same == i ? own : prompts[same];
        }

        return prompts;
    }

    private Prompt PromptOf(AnswerJob job, ImageCache pictures)
    {
        try
        {
            return new Prompt(job.TokenIds, task.PixelsOf(job, pictures)) { Instructions = job.Instructions };
        }
        catch (DataException error)
        {
            throw new DataException($"Record '{task.IdOf(job.Record)}' can't be used. {error.Message}", error);
        }
    }

    /// <summary>The text behind the prompt, with the space that parts the two where there is one.</summary>
    private string TextOf(long last, Generation answer) => Decode([last, .. answer.TokenIds])[Decode([last]).Length..];

    // A model's table has more rows than its tokenizer has pieces, and an untrained model may choose one of those.
    private string Decode(IEnumerable<long> tokens) => Prompts.Tokenizer.Decode([.. tokens.Where(token => token < Prompts.Tokenizer.VocabularySize)]);
}
