using Trainer.Data.Batches;
using Trainer.Data.Records;

namespace Trainer.Data.Tests.Batches;

/// <summary>Stand-ins: one token a letter, answers are labels; a picture is its name's length in every pixel.</summary>
internal sealed class LetterEncoder : IConversationEncoder
{
    public EncodedConversation Encode(IReadOnlyList<Turn> turns) =>
        new(
            [.. turns.SelectMany(turn => turn.Value.Select(letter => (int)letter))],
            [.. turns.SelectMany(turn => turn.Value.Select(letter => turn.From == Speaker.Gpt ? letter : ConversationBatch.Ignored))]);
}

internal sealed class FlatImages : IImageReader
{
    private int reads;

    public int Reads => reads;

    public int Size => 2;

    public float[] Read(string path)
    {
        Interlocked.Increment(ref reads);
        string name = Path.GetFileNameWithoutExtension(path);
        if (name == "broken")
        {
            throw new DataException($"{path} is no picture.");
        }

        var pixels = new float[3 * Size * Size];
        Array.Fill(pixels, name.Length);
        return pixels;
    }
}
