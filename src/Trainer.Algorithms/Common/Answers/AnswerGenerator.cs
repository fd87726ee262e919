using Trainer.Data;
using Trainer.Data.Batches;
using Trainer.Data.Records;
using Trainer.Data.Text;
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
    private readonly SentencePieceTokenizer tokenizer;
    private readonly ConversationTemplate template;
    private readonly ConversationEncoder encoder;
    private readonly IImageReader images;

    /// <summary>Loads the model.</summary>
    internal AnswerGenerator(StageRecipe recipe, RunContext context, IAnswerTask task)
    {
        this.task = task;
        model = Load(recipe.Model, context.Device);
        tokenizer = SentencePieceTokenizer.Open(recipe.Model.ModelNameOrPath);
        template = ConversationTemplates.ByName(recipe.Data.ChatTemplate);
        encoder = new ConversationEncoder(tokenizer, template, new ConversationEncoderOptions
        {
            ImageTokenCount = model.Config.ImageTokenCount,
            ImageTokenId = model.Config.ImageTokenId,
            MaxLength = Math.Max(1, model.Config.Text.MaxPositions - task.MaxNewTokens),
            Overlong = Data.Text.OverlongPolicy.Drop,
        });
        images = context.Images(model.Config);
    }

    /// <summary>A prompt as the model reads it; null where it can't be put to the model.</summary>
    /// <param name="turns">The prompt.</param>
    /// <param name="problem">Why not, as the manifest counts it.</param>
    internal long[]? Encode(IReadOnlyList<Turn> turns, out string? problem)
    {
        try
        {
            long[]? ids = encoder.EncodePrompt(turns)?.TokenIds;
            problem = ids is null ? "prompt_too_long" : null;
            return ids;
        }
        catch (DataException)
        {
            // Text that contains the template's own markers would begin a turn of its own.
            problem = "marker_in_prompt";
            return null;
        }
    }

    /// <summary>Answers a batch, whose answers are drawn alike.</summary>
    internal IReadOnlyList<GeneratedAnswer> Answer(IReadOnlyList<AnswerJob> jobs)
    {
        Prompt[] prompts = [.. jobs.Select(PromptOf)];
        Contrast? contrast = task.ContrastFor(prompt => jobs[Array.IndexOf(prompts, prompt)]);
        var strategy = RowwiseStrategy.Sampling([.. jobs.Select(task.DrawsOf)]);
        IReadOnlyList<Generation> answers = new Generator(model, contrast).Generate(prompts, strategy, OptionsOf(jobs[0].Sampling));
        return [.. jobs.Zip(answers, (job, answer) =>
            new GeneratedAnswer(job.Record, job.Sample, task.IdOf(job.Record), answer.TokenIds.Length, TextOf(job.TokenIds[^1], answer)))];
    }

    /// <summary>Frees the model.</summary>
    public void Dispose()
    {
        tokenizer.Dispose();
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
        StopTokens = [tokenizer.EosId],
        StopWhen = tokenizer.SpecialTokens.Contains(template.Stop) ? null : tokens => Decode(tokens).EndsWith(template.Stop, StringComparison.Ordinal),
    };

    private Prompt PromptOf(AnswerJob job)
    {
        try
        {
            return new Prompt(job.TokenIds, task.PixelsOf(job, images));
        }
        catch (DataException error)
        {
            throw new DataException($"Record '{task.IdOf(job.Record)}' can't be used. {error.Message}", error);
        }
    }

    /// <summary>The text behind the prompt, with the space that parts the two where there is one.</summary>
    private string TextOf(long last, Generation answer) => Decode([last, .. answer.TokenIds])[Decode([last]).Length..];

    // A model's table has more rows than its tokenizer has pieces, and an untrained model may choose one of those.
    private string Decode(IEnumerable<long> tokens) => tokenizer.Decode([.. tokens.Where(token => token < tokenizer.VocabularySize)]);
}
