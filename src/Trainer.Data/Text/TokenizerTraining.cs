using Trainer.Data.Text.Interop;

namespace Trainer.Data.Text;

/// <summary>Trains sentencepiece models like Llama's. The same text and options give the same file.</summary>
public static class TokenizerTraining
{
    /// <summary>Trains on the lines of a text file and writes the model.</summary>
    /// <param name="textFile">UTF-8 text, one sentence a line.</param>
    /// <param name="modelFile">Where the model goes. It appears whole or not at all.</param>
    /// <param name="options">How to train.</param>
    /// <exception cref="DataException">The text is missing, or doesn't allow such a vocabulary.</exception>
    public static void Train(string textFile, string modelFile, TokenizerTrainingOptions options)
    {
        if (!File.Exists(textFile))
        {
            throw new DataException($"There is no text file {textFile} to train a tokenizer on. Write one with a sentence in every line.");
        }

        try
        {
            using SentencePieceModel model = SentencePieceModel.Train(options.ForInput(textFile));
            string temporary = modelFile + ".partial";
            File.WriteAllBytes(temporary, model.ToBytes());
            File.Move(temporary, modelFile, overwrite: true);
        }
        catch (DataException error)
        {
            throw new DataException($"Can't train a tokenizer of {options.VocabularySize} pieces on {textFile}. {error.Message} Choose another vocabulary size or give more text.", error);
        }
    }
}
