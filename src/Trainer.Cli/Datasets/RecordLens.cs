using System.Diagnostics;
using Trainer.Data;
using Trainer.Data.Records;
using Trainer.Data.Text;

namespace Trainer.Cli.Datasets;

/// <summary>Looks at records through the encoders of training: once within the limit, as training does, and once without, to show what it cuts.</summary>
internal sealed class RecordLens : IRecordLens
{
    private readonly ConversationEncoder encoder;
    private readonly ConversationEncoder boundless;
    private readonly PairEncoder pairs;
    private readonly PairEncoder boundlessPairs;
    private readonly TokenStrip strip;
    private readonly int maxLength;

    /// <summary>Makes a lens for one model.</summary>
    /// <param name="tokenizer">The model's.</param>
    /// <param name="template">How conversations become text.</param>
    /// <param name="options">Geometry of pictures, and the limit.</param>
    internal RecordLens(SentencePieceTokenizer tokenizer, ConversationTemplate template, ConversationEncoderOptions options)
    {
        ConversationEncoderOptions unlimited = options with { MaxLength = int.MaxValue };
        encoder = new ConversationEncoder(tokenizer, template, options);
        boundless = new ConversationEncoder(tokenizer, template, unlimited);
        pairs = new PairEncoder(tokenizer, template, options);
        boundlessPairs = new PairEncoder(tokenizer, template, unlimited);
        strip = new TokenStrip(tokenizer.PieceOf, options);
        maxLength = options.MaxLength;
    }

    /// <inheritdoc/>
    public SeenRecord See(IRecord record)
    {
        try
        {
            return record switch
            {
                ConversationRecord => See(record.Turns, boundless.Encode, encoder.Encode),
                PromptRecord => See(record.Turns, boundless.EncodePrompt, encoder.EncodePrompt),
                PreferenceRecord pair => See(pair),
                _ => throw new UnreachableException($"{record.GetType()} is no record that is trained on."),
            };
        }
        catch (DataException exception)
        {
            return new SeenRecord(SeenState.Refused, $"Stops a run: {exception.Message}", []);
        }
    }

    private SeenRecord See(
        IReadOnlyList<Turn> turns, Func<IReadOnlyList<Turn>, TokenizedConversation?> encodeAll, Func<IReadOnlyList<Turn>, TokenizedConversation?> encode)
    {
        TokenizedConversation all = encodeAll(turns)!;
        int length = all.TokenIds.Length;
        (TokenizedConversation? used, string? refusal) = Try(() => encode(turns));
        IReadOnlyList<ShownToken> tokens = Row(all.TokenIds, used?.TokenIds.Length ?? maxLength, (used ?? all).Labels);
        (SeenState state, string outcome) = used is null
            ? refusal is null ? (SeenState.LeftOut, $"Left out: {length} tokens, but {maxLength} are allowed.") : (SeenState.Refused, $"Stops a run: {refusal}")
            : used.TokenIds.Length < length
                ? (SeenState.Cut, $"Cut from {length} tokens to {used.TokenIds.Length}, of which {Learnt(used.Labels)} are learnt.")
                : (SeenState.Used, $"{length} tokens, of which {Learnt(used.Labels)} are learnt.");
        return new SeenRecord(state, outcome, [new SeenRow("Tokens", tokens)]);
    }

    private SeenRecord See(PreferenceRecord record)
    {
        if (boundlessPairs.Encode(record.Turns, record.Chosen, record.Rejected) is not { } all)
        {
            return new SeenRecord(SeenState.LeftOut, "Left out: both answers are the same tokens.", []);
        }

        (TokenizedPair? used, string? refusal) = Try(() => pairs.Encode(record.Turns, record.Chosen, record.Rejected));
        string lengths = $"{all.Prefix.Length} tokens of the prompt, {all.Chosen.TokenIds.Length} of the chosen answer and {all.Rejected.TokenIds.Length} of the rejected one";
        SeenState state = used is not null ? used.Length < all.Length ? SeenState.Cut : SeenState.Used : refusal is null ? SeenState.LeftOut : SeenState.Refused;
        string outcome = state switch
        {
            SeenState.Used => $"{lengths}.",
            SeenState.Cut => $"Cut: {lengths}, but {maxLength} are allowed for the prompt with one answer.",
            SeenState.LeftOut => $"Left out: {lengths}, but {maxLength} are allowed for the prompt with one answer, and what remains must differ.",
            _ => $"Stops a run: {refusal}",
        };
        return new SeenRecord(state, outcome, Rows(all, used));
    }

    private SeenRow[] Rows(TokenizedPair all, TokenizedPair? used)
    {
        int room = Math.Max(0, maxLength - all.Prefix.Length);
        long[] prefixLabels = [.. Enumerable.Repeat(TokenizedConversation.Ignored, all.Prefix.Length)];
        return
        [
            new SeenRow("Prompt", Row(all.Prefix, all.Prefix.Length, prefixLabels)),
            new SeenRow("Chosen", Row(all.Chosen.TokenIds, used?.Chosen.TokenIds.Length ?? room, (used ?? all).Chosen.Labels)),
            new SeenRow("Rejected", Row(all.Rejected.TokenIds, used?.Rejected.TokenIds.Length ?? room, (used ?? all).Rejected.Labels)),
        ];
    }

    private IReadOnlyList<ShownToken> Row(long[] ids, int kept, long[] labels)
    {
        int count = Math.Min(kept, ids.Length);
        return [.. strip.Of(ids.AsSpan(0, count), labels.AsSpan(0, count)), .. strip.Cut(ids.AsSpan(count))];
    }

    private static int Learnt(long[] labels) => labels.Count(label => label != TokenizedConversation.Ignored);

    private static (T? Result, string? Refusal) Try<T>(Func<T?> encode)
        where T : class
    {
        try
        {
            return (encode(), null);
        }
        catch (DataException exception)
        {
            return (null, exception.Message);
        }
    }
}
