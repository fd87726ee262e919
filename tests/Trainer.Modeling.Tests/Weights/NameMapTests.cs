using Trainer.Modeling.Weights;
using Trainer.TestKit.Models;

namespace Trainer.Modeling.Tests.Weights;

public sealed class NameMapTests
{
    [Theory]
    [InlineData("model.embed_tokens.weight", "language_model.model.embed_tokens.weight", "model.language_model.embed_tokens.weight")]
    [InlineData("model.norm.weight", "language_model.model.norm.weight", "model.language_model.norm.weight")]
    [InlineData("lm_head.weight", "language_model.lm_head.weight", "lm_head.weight")]
    [InlineData("model.mm_projector.0.bias", "multi_modal_projector.linear_1.bias", "model.multi_modal_projector.linear_1.bias")]
    [InlineData("model.mm_projector.2.weight", "multi_modal_projector.linear_2.weight", "model.multi_modal_projector.linear_2.weight")]
    public void ToOurs_ThreeSpellings_MeetInOne(string llava, string huggingFace, string newer)
    {
        Assert.Equal(llava, NameMap.ToOurs(llava));
        Assert.Equal(llava, NameMap.ToOurs(huggingFace));
        Assert.Equal(llava, NameMap.ToOurs(newer));
        Assert.Equal(huggingFace, NameMap.ToHuggingFace(llava));
    }

    [Theory]
    [InlineData("model.vision_tower.vision_tower.vision_model.embeddings.class_embedding")]
    [InlineData("model.vision_tower.vision_model.embeddings.class_embedding")]
    [InlineData("vision_tower.vision_model.embeddings.class_embedding")]
    [InlineData("model.vision_tower.embeddings.class_embedding")]
    [InlineData("vision_model.embeddings.class_embedding")]
    public void ToOurs_TowersOfEveryRelease_MeetInOne(string name) =>
        Assert.Equal("vision_tower.vision_model.embeddings.class_embedding", NameMap.ToOurs(name));

    [Theory]
    [InlineData("model.layers.0.self_attn.rotary_emb.inv_freq")]
    [InlineData("vision_tower.vision_model.embeddings.position_ids")]
    [InlineData("text_model.encoder.layers.0.layer_norm1.weight")]
    [InlineData("visual_projection.weight")]
    [InlineData("text_projection.weight")]
    [InlineData("logit_scale")]
    public void ToOurs_NotPartOfTheModel_IsNull(string name) => Assert.Null(NameMap.ToOurs(name));

    [Fact]
    public void ToOurs_EveryWrittenName_ComesBack()
    {
        using LlavaModel model = TinyLlava.Create();

        Assert.All(model.Parameters, parameter =>
        {
            Assert.Equal(parameter.Name, NameMap.ToOurs(NameMap.ToHuggingFace(parameter.Name)));
            Assert.Equal(parameter.Name, NameMap.ToOurs(NameMap.ToLlava(parameter.Name)));
        });
    }
}
