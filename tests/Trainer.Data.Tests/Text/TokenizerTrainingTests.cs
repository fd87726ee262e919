using Trainer.Data.Text;
using Trainer.TestKit;

namespace Trainer.Data.Tests.Text;

public sealed class TokenizerTrainingTests
{
    private const string Sentences = "a cat sits on the table\na dog sits on the mat\nis there a cat on the mat ?\nthe 2 dogs and 10 cats\n";

    [Fact]
    public void Train_SmallText_GivesATokenizerThatSpellsEverything()
    {
        using var directory = new TemporaryDirectory();
        string text = directory.Write("text, one.txt", Sentences);
        string file = Path.Combine(directory.Path, "tokenizer.model");

        TokenizerTraining.Train(text, file, new TokenizerTrainingOptions { VocabularySize = 300, UserDefinedSymbols = ["<pad>", "a,b"] });

        using SentencePieceTokenizer tokenizer = SentencePieceTokenizer.Open(file);
        Assert.Equal((300, 0, 1, 2), (tokenizer.VocabularySize, tokenizer.UnknownId, tokenizer.BosId, tokenizer.EosId));
        Assert.Equal("the  caf\u00e9\n<pad>a,b", tokenizer.Decode(tokenizer.Encode("the  caf\u00e9\n<pad>a,b")));
        Assert.Single(tokenizer.Tokenize("x<pad>"), token => token.Begin == 1 && token.End == 6);
        Assert.Equal(["text, one.txt", "tokenizer.model"], Directory.GetFiles(directory.Path).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void Train_Twice_GivesTheSameBytes()
    {
        using var directory = new TemporaryDirectory();
        string text = directory.Write("text.txt", Sentences);
        string file = Path.Combine(directory.Path, "tokenizer.model");

        byte[][] models = [.. Enumerable.Range(0, 2).Select(_ =>
        {
            TokenizerTraining.Train(text, file, new TokenizerTrainingOptions { VocabularySize = 300 });
            return File.ReadAllBytes(file);
        })];

        Assert.Equal(models[0], models[1]);
    }

    [Fact]
    public void Train_MorePiecesThanTheTextHas_SaysWhatToChange()
    {
        using var directory = new TemporaryDirectory();
        string text = directory.Write("text.txt", Sentences);
        string file = Path.Combine(directory.Path, "tokenizer.model");

        DataException error = Assert.Throws<DataException>(() => TokenizerTraining.Train(text, file, new TokenizerTrainingOptions { VocabularySize = 5000 }));

        Assert.Contains("5000 pieces", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(file));
    }

    [Fact]
    public void Train_MissingText_NamesIt()
    {
        DataException error = Assert.Throws<DataException>(() => TokenizerTraining.Train("/nowhere.txt", "/nowhere.model", new TokenizerTrainingOptions { VocabularySize = 300 }));
        Assert.Contains("/nowhere.txt", error.Message, StringComparison.Ordinal);
    }
}
