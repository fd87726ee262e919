using Trainer.Modeling.Configuration;

namespace Trainer.Decoding;

/// <summary>What prompts must be like to be put to a model.</summary>
internal static class PromptRules
{
    /// <summary>Everything that is wrong with prompts, in sentences.</summary>
    /// <param name="name">What they are, as a sentence begins.</param>
    /// <param name="prompts">The prompts.</param>
    /// <param name="config">Sizes of the model.</param>
    /// <param name="options">How long answers may be.</param>
    internal static IEnumerable<string> Problems(string name, IReadOnlyList<Prompt> prompts, LlavaConfig config, GenerationOptions options) =>
        prompts.SelectMany((prompt, index) => Problems(prompt, config, options).Select(problem => $"{name} {index} of {prompts.Count} {problem}"));

    private static IEnumerable<string> Problems(Prompt prompt, LlavaConfig config, GenerationOptions options)
    {
        if (prompt.TokenIds.Length == 0)
        {
            yield return "has no tokens.";
        }

        long needed = (long)prompt.TokenIds.Length + options.MaxNewTokens;
        if (needed > config.Text.MaxPositions)
        {
            yield return $"has {prompt.TokenIds.Length} tokens, which with max_new_tokens {options.MaxNewTokens} "
                + $"exceed the model's {config.Text.MaxPositions} positions. Lower max_new_tokens or shorten it.";
        }

        int size = config.Vision.ImageSize;
        int marks = prompt.TokenIds.Count(id => id == config.ImageTokenId);
        if ((long)prompt.Pixels.Length * config.ImageTokenCount != 3L * size * size * marks)
        {
            yield return $"has {marks} image tokens and {prompt.Pixels.Length} pixel values; "
                + $"each picture takes {config.ImageTokenCount} tokens and 3 · {size} · {size} values.";
        }

        int asked = prompt.Instructions.Count * config.ImageTokenCount;
        if (config.QFormer is { ReadsInstruction: true } && asked != marks)
        {
            yield return $"has {marks / config.ImageTokenCount} pictures and {prompt.Instructions.Count} instructions that the Q-Former reads with them. Is qformer_tokenizer/vocab.txt in the model's folder?";
        }

        long stranger = prompt.TokenIds.FirstOrDefault(id => id != config.ImageTokenId && (id < 0 || id >= config.Text.VocabularySize));
        if (stranger != 0)
        {
            yield return $"has the token id {stranger}, which is outside the vocabulary of {config.Text.VocabularySize}. Is the tokenizer another model's?";
        }
    }
}
