namespace Trainer.Modeling.Configuration;

/// <summary>The language model's part of a config.json.</summary>
internal static class LlamaConfigJson
{
    private const int MostLayers = 1024;
    private const int MostHeads = 1024;
    private const int LargestHead = 1024;

    /// <summary>Tables of cosines are made for this many positions at most.</summary>
    private const int MostPositions = 1 << 18;

    /// <summary>Reads the keys; absent ones mean the defaults of transformers' LlamaConfig.</summary>
    internal static LlamaConfig Read(ConfigReader reader)
    {
        int heads = reader.Size("num_attention_heads", 32, MostHeads);
        reader.Choice("hidden_act", "silu", "silu");
        reader.RequireFlag("attention_bias", false);
        reader.RequireFlag("mlp_bias", false);
        return new LlamaConfig
        {
            VocabularySize = reader.Size("vocab_size", 32000),
            HiddenSize = reader.Size("hidden_size", 4096),
            IntermediateSize = reader.Size("intermediate_size", 11008),
            Layers = reader.Size("num_hidden_layers", 32, MostLayers),
            Heads = heads,
            KeyValueHeads = reader.Size("num_key_value_heads", heads, MostHeads),
            ExplicitHeadDim = reader.Has("head_dim") ? reader.Size("head_dim", 0, LargestHead) : 0,
            MaxPositions = reader.Size("max_position_embeddings", 2048, MostPositions),
            RmsNormEpsilon = reader.Real("rms_norm_eps", 1e-6),
            RopeTheta = reader.Nested("rope_parameters").Real("rope_theta", reader.Real("rope_theta", 10000)),
            RopeScaling = Scaling(reader),
            TieWordEmbeddings = reader.Flag("tie_word_embeddings", false),
            BosTokenId = reader.Number("bos_token_id", 1),
            EosTokenId = reader.Number("eos_token_id", 2),
            PadTokenId = reader.Number("pad_token_id", 0),
        };
    }

    private static double Scaling(ConfigReader reader)
    {
        ConfigReader scaling = reader.Nested(reader.Has("rope_scaling") ? "rope_scaling" : "rope_parameters");
        string kind = scaling.Choice(scaling.Has("rope_type") ? "rope_type" : "type", "default", "default", "linear");
        return kind == "linear" ? scaling.Real("factor", 1) : 1;
    }
}
