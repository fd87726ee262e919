using Trainer.Data.Text.Interop;

namespace Trainer.Data.Text;

/// <summary>What a Llama needs of its sentencepiece model.</summary>
internal static class LlamaRules
{
    // Any of the 256 would do: a model has all of them or none.
    private const string NewlineByte = "<0x0A>";

    private const string TwoSpaces = "a  b";

    /// <summary>Fails when the model can't begin and end a sequence, or can't give every text back as it was.</summary>
    internal static void Require(SentencePieceModel model)
    {
        (int unknown, int bos, int eos, _) = model.Special;
        if (bos < 0 || eos < 0)
        {
            throw new DataException($"It has no piece that {(bos < 0 ? "begins" : "ends")} a sequence (id -1). Train it with bos and eos pieces.");
        }

        if (model.IdOf(NewlineByte) == unknown)
        {
            throw new DataException("It has no byte pieces, so newlines and rare characters would be lost. Train it with byte fallback.");
        }

        int[] ids = [.. Utf8Text.Encode(model, TwoSpaces).Select(token => (int)token.Id)];
        if (model.Decode(ids) != TwoSpaces)
        {
            throw new DataException("It doesn't keep runs of spaces, so indented text would change. Train it without removing extra whitespaces.");
        }
    }
}
