using System.Text;
using Trainer.Data.Text.Interop;

namespace Trainer.Data.Text;

/// <summary>The tokenizer of Llama and its descendants: a sentencepiece model, and special tokens that are cut out of the text before it.</summary>
/// <remarks>Safe to use from several threads at once.</remarks>
public sealed class SentencePieceTokenizer : ITokenizer, IDisposable
{
    // Far more than any checkpoint adds; ids beyond would only ask for an absurd embedding table.
    private const int MostAddedTokens = 1 << 16;

    private readonly SentencePieceModel model;
    private readonly SegmentEncoder segments;
    private readonly SpecialTokenTable special;
    private readonly Dictionary<long, AddedToken> added;

    private SentencePieceTokenizer(byte[] modelBytes, TokenizerSettings settings)
    {
        model = SentencePieceModel.Parse(modelBytes);
        LlamaRules.Require(model);
        segments = new SegmentEncoder(modelBytes, settings.Prefix);
        added = settings.AddedTokens.Where(token => token.Id >= model.Size).DistinctBy(token => token.Id).ToDictionary(token => (long)token.Id);
        RequireNearIds();
        special = new SpecialTokenTable(SpecialIds(settings));
        TextVocabularySize = (int)added.Where(token => token.Value.Text is not (ImagePlaceholder.Text or "<pad>")).Select(token => token.Key).Append(model.Size - 1).Max() + 1;
        VocabularySize = (int)added.Keys.Append(model.Size - 1).Max() + 1;
        PadId = FindPad(settings.PadToken);
    }

    private WordPieceTokenizer? Instructions { get; init; }

    /// <inheritdoc/>
    public int BosId => model.Special.Bos;

    /// <inheritdoc/>
    public int EosId => model.Special.Eos;

    /// <inheritdoc/>
    public int UnknownId => model.Special.Unknown;

    /// <inheritdoc/>
    public int PadId { get; }

    /// <inheritdoc/>
    public int VocabularySize { get; }

    /// <summary>The vocabulary without the tokens that Hugging Face's layout puts behind the text's, those of pictures and padding.</summary>
    public int TextVocabularySize { get; }

    /// <inheritdoc/>
    public IReadOnlyCollection<string> SpecialTokens => special.Texts;

    /// <summary>Opens a model file, or the <c>tokenizer.model</c> of a checkpoint directory, and obeys the JSON files beside it.</summary>
    /// <exception cref="DataException">The file is missing or is not a sentencepiece model that a Llama can use.</exception>
    public static SentencePieceTokenizer Open(string path)
    {
        string file = Directory.Exists(path) ? Path.Combine(path, "tokenizer.model") : path;
        return Open(file, TokenizerSettingsReader.Read(Path.GetDirectoryName(Path.GetFullPath(file))!));
    }

    /// <summary>Opens a model file under stated settings, whatever lies beside it.</summary>
    /// <exception cref="DataException">The file is missing or is not a sentencepiece model that a Llama can use.</exception>
    public static SentencePieceTokenizer Open(string file, TokenizerSettings settings)
    {
        byte[] bytes = ReadFile(file);
        try
        {
            return new SentencePieceTokenizer(bytes, settings) { Instructions = InstructionsBeside(file) };
        }
        catch (DataException error)
        {
            throw new DataException($"{file} is not a usable tokenizer model. {error.Message} Fetch or train the file again.", error);
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<TextToken> Tokenize(string text)
    {
        var tokens = new List<TextToken>();
        bool beginsWithSpecial = false;
        foreach (TextSegment segment in special.Cut(segments.Prepare(text)))
        {
            if (segment.SpecialId is { } id)
            {
                beginsWithSpecial |= tokens.Count == 1 && segments.IsDroppedBeforeSpecial(tokens[0]);
                tokens.Add(Place(new TextToken(id, 0, segment.Text.Length), segment.Begin));
            }
            else
            {
                tokens.AddRange(segments.Encode(segment.Text).Select(token => Place(token, segment.Begin)));
            }
        }

        return beginsWithSpecial ? tokens[1..] : tokens;
    }

    /// <inheritdoc/>
    public long[] Encode(string text) => [BosId, .. Tokenize(text).Select(token => token.Id)];

    /// <summary>An id as the vocabulary writes it: U+2581 stands for a space, and <c>&lt;0x0A&gt;</c> for a byte.</summary>
    /// <exception cref="DataException">The id is outside the vocabulary.</exception>
    public string PieceOf(long id)
    {
        RequireKnown(id);
        return id < model.Size ? model.PieceOf((int)id) : added[id].Text;
    }

    /// <inheritdoc/>
    public long[]? EncodeInstruction(string text) => Instructions?.Encode(text);

    /// <inheritdoc/>
    public string Decode(ReadOnlySpan<long> ids)
    {
        var text = new StringBuilder();
        var run = new List<int>();
        foreach (long id in ids)
        {
            RequireKnown(id);
            if (id < model.Size)
            {
                run.Add((int)id);
                continue;
            }

            AppendRun();
            text.Append(added[id].IsControl ? "" : added[id].Text);
        }

        AppendRun();
        return text.ToString();

        void AppendRun()
        {
            text.Append(run.Count == 0 ? "" : model.Decode(run.ToArray()));
            run.Clear();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        segments.Dispose();
        model.Dispose();
    }

    /// <summary>Where transformers puts the words of InstructBLIP's Q-Former.</summary>
    private static WordPieceTokenizer? InstructionsBeside(string file)
    {
        string path = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(file))!, "qformer_tokenizer", "vocab.txt");
        return File.Exists(path) ? WordPieceTokenizer.Open(path) : null;
    }

    private static byte[] ReadFile(string file)
    {
        if (!File.Exists(file) && File.Exists(Path.ChangeExtension(file, ".json")))
        {
            throw new DataException($"There is no {file}, only {Path.ChangeExtension(file, ".json")}, which is for other software. Put the tokenizer.model of the language model beside it: Llama 1, Llama 2 and Vicuna share one.");
        }

        try
        {
            return File.ReadAllBytes(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"Can't read the tokenizer model {file}: {error.Message} Name a checkpoint directory that holds tokenizer.model, or the file itself.", error);
        }
    }

    private void RequireKnown(long id)
    {
        if (id < 0 || (id >= model.Size && !added.ContainsKey(id)))
        {
            throw new DataException($"Id {id} is outside the vocabulary of {VocabularySize}. Decode only what a model with this tokenizer has made.");
        }
    }

    private void RequireNearIds()
    {
        if (added.Values.FirstOrDefault(token => token.Id >= model.Size + MostAddedTokens) is { } far)
        {
            throw new DataException($"The files beside it add '{far.Text}' with id {far.Id}, far beyond its {model.Size} pieces. Correct that id.");
        }
    }

    private Dictionary<string, int> SpecialIds(TokenizerSettings settings)
    {
        var ids = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (int id in new[] { UnknownId, BosId, EosId, model.Special.Pad }.Where(id => id >= 0))
        {
            ids[model.PieceOf(id)] = id;
        }

        foreach (AddedToken token in settings.AddedTokens)
        {
            ids[token.Text] = token.Id;
        }

        return ids;
    }

    // Without a padding piece LLaVA pads with the unknown id, which no real text has.
    private int FindPad(string? text) =>
        text is not null && special.Find(text) is { } named ? named
        : model.Special.Pad >= 0 ? model.Special.Pad
        : UnknownId;

    private TextToken Place(TextToken token, int segmentBegin) => token with
    {
        Begin = Math.Max(0, token.Begin + segmentBegin - segments.Added),
        End = Math.Max(0, token.End + segmentBegin - segments.Added),
    };
}
