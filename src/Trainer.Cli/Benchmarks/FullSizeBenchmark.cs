using System.Text.Json.Nodes;
using Trainer.Cli.Models;
using Trainer.Data.Batches;
using Trainer.Data.Records;
using Trainer.Data.Text;
using Trainer.Decoding;
using Trainer.Modeling;
using Trainer.Modeling.Adapters;
using Trainer.Modeling.Weights;
using Trainer.Recipes.Options;
using Trainer.Torch;

namespace Trainer.Cli.Benchmarks;

/// <summary>
/// LLaVA-1.5 7B's shape in bfloat16 on a processor: it loads, answers a question about a picture, learns from one pair of answers through
/// an adapter, its blocks computed again for the gradients, and writes the adapter. Each part tells its time and the most memory it took.
/// </summary>
internal static class FullSizeBenchmark
{
    private const double MachineGibibytes = 24;
    private const int AnswerTokens = 8;
    private const int Rank = 8;
    private const string Question = ImagePlaceholder.Text + "\nWhat is in the picture?";

    /// <summary>Runs the parts.</summary>
    /// <param name="tokenizerFolder">A folder with a tokenizer, whose tokens the random model reads as well as any.</param>
    /// <param name="work">Folder of the checkpoint, and for the adapter.</param>
    /// <param name="image">The picture.</param>
    internal static JsonObject Run(string tokenizerFolder, string work, string image)
    {
        string folder = SyntheticFolder.Of(work);
        var parts = new MeasuredParts();
        using LlavaModel model = parts.Run("load", () => LlavaCheckpoint.Load(folder, new Placement(Device.Cpu, DType.BFloat16)));
        Generation answer = parts.Run("answer", () => Answer(model, tokenizerFolder, image));
        LoraAdapter adapter = AddAdapter(model);
        double loss = parts.Run("dpo_step", () => Learn(model, adapter));
        string target = Path.Combine(work, "adapter");
        parts.Run("export", () =>
        {
            AdapterCheckpoint.Save(adapter, target, folder);
            return target;
        });
        return new JsonObject
        {
            ["bench"] = "full-size",
            ["ours"] = parts.PeakGibibytes,
            ["peer"] = MachineGibibytes,
            ["unit"] = "GiB at most, the mapped checkpoint's pages among them; peer: the machine that it is to fit",
            ["ratio"] = Math.Round(MachineGibibytes / parts.PeakGibibytes, 2),
            ["equal"] = double.IsFinite(loss) && answer.TokenIds.Length == AnswerTokens && IsWritten(model, adapter, target),
            ["seconds"] = parts.Seconds,
            ["peak_gib"] = parts.Peaks,
            ["answer_tokens"] = answer.TokenIds.Length,
            ["dpo_loss"] = Math.Round(loss, 4),
        };
    }

    private static Generation Answer(LlavaModel model, string tokenizerFolder, string image)
    {
        using SentencePieceTokenizer tokenizer = SentencePieceTokenizer.Open(tokenizerFolder);
        var dialogue = new Dialogue(model, tokenizer, ConversationTemplates.V1);
        var random = new RandomRoot(17);
        var decoder = new Decoder(dialogue, new DecodingOptions { MaxNewTokens = AnswerTokens }, random);
        TokenizedConversation prompt = dialogue.Encoder.EncodePrompt([new Turn(Speaker.Human, Question)])!;
        return decoder.Answer([new Prompt(prompt.TokenIds, Pictures.For(model.Config).Read(image))], decoder.Settings with { StopTokens = [] }, [random.Managed("answer")])[0];
    }

    private static double Learn(LlavaModel model, LoraAdapter adapter)
    {
        using var step = new DpoStep(model, adapter, keepsFeatures: false, new ForwardContext { CheckpointLanguage = true });
        using PreferenceBatch batch = new PairBenchmarkBatch(model.Config, pairs: 1).Collate(sharePrefix: true);
        return step.Step(batch);
    }

    private static LoraAdapter AddAdapter(LlavaModel model)
    {
        using var stream = new RandomStream(1);
        return model.Adapters.Add(DpoStep.Policy, new LoraOptions { Rank = Rank, Alpha = 2 * Rank }, stream);
    }

    private static bool IsWritten(LlavaModel model, LoraAdapter adapter, string folder)
    {
        LoraAdapter read = AdapterCheckpoint.Load(model.Adapters, "read back", folder);
        return adapter.Parameters.Zip(read.Parameters).All(pair => pair.First.Value.SameAs(pair.Second.Value));
    }
}
