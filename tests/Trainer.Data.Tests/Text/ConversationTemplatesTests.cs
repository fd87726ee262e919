using Trainer.Data.Records;
using Trainer.Data.Text;

namespace Trainer.Data.Tests.Text;

public sealed class ConversationTemplatesTests
{
    private static readonly Turn[] Turns = Conversations.Of([.. Fixture.Section("templates", "turns").EnumerateArray().Select(turn => turn.GetString()!)]);

    [Theory]
    [InlineData("v1", "v1 / vicuna_v1", 4)]
    [InlineData("vicuna_v1", "v1 / vicuna_v1", 4)]
    [InlineData("v1", "v1, generation", 1)]
    [InlineData("llava_v1", "llava_v1", 4)]
    [InlineData("llava_v0", "llava_v0 (get_prompt)", 4)]
    [InlineData("llava_v0", "llava_v0, generation", 1)]
    [InlineData("llava_llama_2", "llava_llama_2", 4)]
    [InlineData("llava_llama_2", "llava_llama_2, generation", 1)]
    public void Render_NamedTemplate_EqualsLlava(string name, string expected, int turns)
    {
        string text = Join(ConversationTemplates.ByName(name).Render(Turns[..turns]));

        Assert.Equal(Fixture.Section("templates", "prompts", expected).GetString(), text);
    }

    [Fact]
    public void Render_Plain_KeepsTheImageAndDropsTheInstruction()
    {
        Turn[] turns = Conversations.Of("Describe it briefly.\n<image>", "a red car");

        Assert.Equal("<image>a red car\n", Join(ConversationTemplates.Plain.Render(turns)));
        Assert.Equal("<image>\nDescribe it briefly.a red car\n", Join(ConversationTemplates.ByName("v0_plain").Render(turns)));
        Assert.Equal("<image>", Join(ConversationTemplates.Plain.Render(turns[..1])));
    }

    [Fact]
    public void Render_LlavaHf_HasNoSystemText() =>
        Assert.Equal("USER: <image>\nWhat is this? ASSISTANT:", Join(ConversationTemplates.ByName("llava_hf").Render(Conversations.Of("<image>\nWhat is this?"))));

    [Fact]
    public void Render_ImageTags_WrapTheImage() =>
        Assert.Contains("USER: <Image><image></Image>\nWhat? ASSISTANT:", Join(ConversationTemplates.ByName("v1_mmtag").Render(Conversations.Of("<image>\nWhat?"))), StringComparison.Ordinal);

    [Theory]
    [InlineData("shikra", "USER: <im_start><image><im_end> What? ASSISTANT:")]
    [InlineData("instructblip", "<image>What?")]
    [InlineData("minigpt4", "###Human: <Img><image></Img> What? ###Assistant:")]
    [InlineData("minigpt4_llama2", "[INST] <Img><image></Img> What? [/INST]")]
    public void Render_OtherFamilies_PutThePictureAsTheyWereTrained(string name, string end) =>
        Assert.EndsWith(end, Join(ConversationTemplates.ByName(name).Render(Conversations.Of("<image>\nWhat?"))), StringComparison.Ordinal);

    [Fact]
    public void Render_OwnSystemTurn_ReplacesThePreamble() =>
        Assert.Equal("Be brief. USER: Hi ASSISTANT:", Join(ConversationTemplates.V1.Render([new Turn(Speaker.System, "Be brief."), new Turn(Speaker.Human, "Hi")])));

    [Fact]
    public void Render_Anything_TrainsTheAnswersAndTheirEndsOnly() =>
        Assert.Equal(
            [" There is a cat on the table.</s>", " No.</s>"],
            ConversationTemplates.V1.Render(Turns).Where(span => span.IsTrained).Select(span => span.Text));

    [Fact]
    public void V1_Preambles_HaveTheReleasedLengths()
    {
        Assert.Equal(154, ConversationTemplates.V1.System.Length);
        Assert.Equal(156, ConversationTemplates.LlavaV1.System.Length);
    }

    [Theory]
    [InlineData("llava-v1", "llava_v1")]
    [InlineData("Vicuna", "vicuna_v1")]
    [InlineData("plan", "plain")]
    public void ByName_UnknownName_SuggestsTheNearest(string name, string nearest)
    {
        DataException error = Assert.Throws<DataException>(() => ConversationTemplates.ByName(name));
        Assert.Contains($"'{name}'. Did you mean {nearest}?", error.Message, StringComparison.Ordinal);
    }

    private static string Join(IEnumerable<TemplateSpan> spans) => string.Concat(spans.Select(span => span.Text));
}
