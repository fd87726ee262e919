namespace Trainer.Data.Text;

/// <summary>The templates of LLaVA and its relatives, wordings as released.</summary>
public static class ConversationTemplates
{
    private const string CuriousUser =
        "A chat between a curious user and an artificial intelligence assistant. " +
        "The assistant gives helpful, detailed, and polite answers to the user's questions.";

    private const string CuriousHuman =
        "A chat between a curious human and an artificial intelligence assistant. " +
        "The assistant gives helpful, detailed, and polite answers to the human's questions.";

    // No space before the last sentence: so it was released, and so models know it.
    private const string ImageTags =
        "A chat between a curious user and an artificial intelligence assistant. " +
        "The assistant is able to understand the visual content that the user provides, and assist the user with a variety of tasks using natural language." +
        "The visual content will be provided with the following format: <Image>visual content</Image>.";

    private const string VisionAssistant =
        "You are a helpful language and vision assistant. You are able to understand the visual content that the user provides, " +
        "and assist the user with a variety of tasks using natural language.";

    // Meta's default; its double space included.
    private const string SafeAssistant =
        "You are a helpful, respectful and honest assistant. Always answer as helpfully as possible, while being safe.  " +
        "Your answers should not include any harmful, unethical, racist, sexist, toxic, dangerous, or illegal content. " +
        "Please ensure that your responses are socially unbiased and positive in nature.\n\n" +
        "If a question does not make any sense, or is not factually coherent, explain why instead of answering something not correct. " +
        "If you don't know the answer to a question, please don't share false information.";

    /// <summary>What LLaVA 1.5 is trained with.</summary>
    public static ConversationTemplate V1 { get; } = new() { Name = "v1", System = CuriousUser };

    /// <summary>What LLaVA 1.5 is prompted with by its own generation and evaluation scripts.</summary>
    public static ConversationTemplate LlavaV1 { get; } = new() { Name = "llava_v1", System = CuriousHuman };

    /// <summary>LLaVA's first stage: an image and its caption, no roles.</summary>
    public static ConversationTemplate Plain { get; } = new()
    {
        Name = "plain",
        SystemEnd = "",
        UserStart = "",
        AnswerCue = "",
        AnswerStart = "",
        AnswerEnd = "\n",
        Stop = "\n",
        DropsQuestionWords = true,
    };

    private static readonly ConversationTemplate LlavaV0 = new()
    {
        Name = "llava_v0",
        System = CuriousHuman,
        SystemEnd = "###",
        UserStart = "Human: ",
        AnswerCue = "###Assistant:",
        AnswerEnd = "###",
        Stop = "###",
    };

    private static readonly ConversationTemplate Llama2 = new()
    {
        Name = "llama_2",
        System = SafeAssistant,
        SystemStart = "[INST] <<SYS>>\n",
        SystemEnd = "\n<</SYS>>\n\n",
        SystemOpensFirstTurn = true,
        UserStart = "<s>[INST] ",
        AnswerCue = " [/INST]",
        AnswerEnd = " </s>",
    };

    private static readonly ConversationTemplate Shikra = V1 with
    {
        Name = "shikra",
        ImageMark = "<im_start><image><im_end>",
        ImageGap = " ",
        ImageTokens = ["<im_start>", "<im_end>"],
    };

    private static readonly ConversationTemplate MiniGpt4 = V1 with
    {
        Name = "minigpt4",
        System = "",
        SystemEnd = "###",
        UserStart = "Human: ",
        AnswerCue = " ###Assistant:",
        AnswerEnd = "###",
        Stop = "###",
        ImageMark = "<Img><image></Img>",
        ImageGap = " ",
    };

    private static readonly ConversationTemplate MiniGpt4Llama2 = MiniGpt4 with
    {
        Name = "minigpt4_llama2",
        SystemStart = "[INST] ",
        SystemEnd = "",
        SystemOpensFirstTurn = true,
        UserStart = "<s>[INST] ",
        AnswerCue = " [/INST]",
        AnswerEnd = "</s>",
        Stop = "</s>",
    };

    // LAVIS lets a sequence begin with the token that ends one.
    private static readonly ConversationTemplate InstructBlip = V1 with
    {
        Name = "instructblip",
        System = "",
        SystemEnd = "",
        UserStart = "",
        AnswerCue = "",
        ImageGap = "",
        PutsImagesFirst = true,
        SequenceStart = "</s>",
    };

    /// <summary>Every template.</summary>
    public static IReadOnlyList<ConversationTemplate> All { get; } =
    [
        V1,
        V1 with { Name = "vicuna_v1" },
        LlavaV1,
        V1 with { Name = "v1_mmtag", System = ImageTags, ImageMark = "<Image><image></Image>" },
        V1 with { Name = "llava_hf", System = "", SystemEnd = "" },
        LlavaV0,
        LlavaV0 with { Name = "v0_mmtag", System = ImageTags, ImageMark = "<Image><image></Image>" },
        Plain,
        Plain with { Name = "v0_plain", DropsQuestionWords = false },
        Llama2,
        Llama2 with { Name = "llava_llama_2", System = VisionAssistant },
        Shikra,
        MiniGpt4,
        MiniGpt4Llama2,
        InstructBlip,
    ];

    /// <summary>Finds a template.</summary>
    /// <exception cref="DataException">There is none of that name.</exception>
    public static ConversationTemplate ByName(string name) =>
        All.FirstOrDefault(template => template.Name == name)
        ?? throw new DataException(
            $"There is no conversation template '{name}'. Did you mean {Nearest(name)}? Known are {string.Join(", ", All.Select(template => template.Name))}.");

    // Names differ in short suffixes, so shared pairs of letters tell better than the number of edits.
    private static string Nearest(string name) => All.Select(template => template.Name).MaxBy(known => SharedPairs(known, name))!;

    private static double SharedPairs(string left, string right)
    {
        HashSet<string> leftPairs = [.. Pairs(left)];
        HashSet<string> rightPairs = [.. Pairs(right)];
        return leftPairs.Intersect(rightPairs).Count() / (double)(leftPairs.Count + rightPairs.Count);
    }

    private static IEnumerable<string> Pairs(string word)
    {
        string bounded = $" {word.ToLowerInvariant().Replace('-', '_')} ";
        return Enumerable.Range(0, bounded.Length - 1).Select(start => bounded.Substring(start, 2));
    }
}
