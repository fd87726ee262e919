using Trainer.Modeling.Configuration;
using Trainer.Torch;

namespace Trainer.Modeling.Backbones.Blip;

/// <summary>BERT's words and their places, for the instruction beside the queries.</summary>
public sealed class WordEmbeddings
{
    private readonly QFormerConfig config;
    private readonly Parameter words;
    private readonly Parameter places;

    /// <summary>Registers both tables.</summary>
    public WordEmbeddings(ParameterBuilder builder, ParameterGroup group, QFormerConfig config)
    {
        this.config = config;
        words = builder.Add("qformer.embeddings.word_embeddings.weight", group, Initialization.Embedding, config.VocabularySize, config.HiddenSize);
        places = builder.Add("qformer.embeddings.position_embeddings.weight", group, Initialization.Embedding, config.MaxPositions, config.HiddenSize);
    }

    /// <summary>Embeds words.</summary>
    /// <param name="ids">Int64 [images, length].</param>
    /// <param name="type">Type of the activations.</param>
    /// <returns>[images, length, hidden].</returns>
    /// <exception cref="TorchException">There are too many, or one lies outside the table.</exception>
    public Tensor Forward(Tensor ids, DType type)
    {
        if (ids.Size(1) > config.MaxPositions || ids.Max().Item() >= config.VocabularySize)
        {
            throw new TorchException(
                $"An instruction of {ids.Size(1)} words up to number {ids.Max().Item()} doesn't fit the Q-Former's {config.MaxPositions} places and {config.VocabularySize} words. "
                + "Is qformer_tokenizer/vocab.txt another model's?");
        }

        return Functional.Embedding(words.Value, ids.To(words.Value.Device)).To(type) + places.As(type).Narrow(0, 0, ids.Size(1));
    }
}
