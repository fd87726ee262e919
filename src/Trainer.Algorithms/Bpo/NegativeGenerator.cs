using Trainer.Algorithms.Common;
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

namespace Trainer.Algorithms.Bpo;

/// <summary>Puts records to a model and takes down what it says.</summary>
internal sealed class NegativeGenerator : IDisposable
{
    private readonly INegativeMaker maker;
    private readonly RandomRoot random;
    private readonly LlavaModel model;
    private readonly SentencePieceTokenizer tokenizer;
    private readonly ConversationEncoder encoder;
    private readonly IImageReader images;
    private readonly GenerationOptions options;

    /// <summary>Loads the model.</summary>
    internal NegativeGenerator(BpoRecipe recipe, RunContext context, INegativeMaker maker, RandomRoot random)
    {
        this.maker = maker;
        this.random = random;
        model = Load(recipe.Model, context.Device);
        tokenizer = SentencePieceTokenizer.Open(recipe.Model.ModelNameOrPath);
        ConversationTemplate template = ConversationTemplates.ByName(recipe.Data.ChatTemplate);
        encoder = new ConversationEncoder(tokenizer, template, new ConversationEncoderOptions
        {
            ImageTokenCount = model.Config.ImageTokenCount,
            ImageTokenId = model.Config.ImageTokenId,
            MaxLength = Math.Max(1, model.Config.Text.MaxPositions - maker.Sampling.MaxNewTokens),
            Overlong = Data.Text.OverlongPolicy.Drop,
        });
        images = context.Images(model.Config);
        bool stopsByText = !tokenizer.SpecialTokens.Contains(template.Stop);
        options = maker.Sampling.Options with
        {
            StopTokens = [tokenizer.EosId],
            StopWhen = stopsByText ? tokens => Decode(tokens).EndsWith(template.Stop, StringComparison.Ordinal) : null,
        };
    }

    /// <summary>A record's prompt as the model reads it; null where it can't be put to the model.</summary>
    /// <param name="record">The record.</param>
    /// <param name="problem">Why not, as the manifest counts it.</param>
    internal long[]? Encode(BpoRecord record, out string? problem)
    {
        if (maker.ShowsImage && record.Image is null)
        {
            problem = "no_picture";
            return null;
        }

        try
        {
            long[]? ids = encoder.EncodePrompt(maker.TurnsOf(record))?.TokenIds;
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

    /// <summary>Answers a batch.</summary>
    internal IReadOnlyList<GeneratedAnswer> Answer(IReadOnlyList<BpoJob> jobs)
    {
        RecordDraws[] draws = [.. jobs.Select(job => new RecordDraws(random, job.Entry.Record, job.Sample))];
        Prompt[] prompts = [.. jobs.Zip(draws, PromptOf)];
        Contrast? contrast = maker.ContrastFor(prompt => draws[Array.IndexOf(prompts, prompt)]);
        var strategy = RowwiseStrategy.Sampling([.. draws.Select(own => own.Managed("answer"))]);
        IReadOnlyList<Generation> answers = new Generator(model, contrast).Generate(prompts, strategy, options);
        return [.. jobs.Zip(answers, (job, answer) =>
            new GeneratedAnswer(job.Record, job.Sample, job.Entry.Record.Id, answer.TokenIds.Length, TextOf(job.TokenIds[^1], answer)))];
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

    private Prompt PromptOf(BpoJob job, RecordDraws own)
    {
        if (!maker.ShowsImage)
        {
            return new Prompt(job.TokenIds, []);
        }

        try
        {
            return new Prompt(job.TokenIds, maker.See(images.Read(ImagePaths.Resolve(job.Entry.ImageDir, job.Entry.Record.Image!)), own));
        }
        catch (DataException error)
        {
            throw new DataException($"Record '{job.Entry.Record.Id}' can't be used. {error.Message}", error);
        }
    }

    /// <summary>The text behind the prompt, with the space that parts the two where there is one.</summary>
    private string TextOf(long last, Generation answer) => Decode([last, .. answer.TokenIds])[Decode([last]).Length..];

    // A model's table has more rows than its tokenizer has pieces, and an untrained model may choose one of those.
    private string Decode(IEnumerable<long> tokens) => tokenizer.Decode([.. tokens.Where(token => token < tokenizer.VocabularySize)]);
}
