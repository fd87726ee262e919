using System.Text.Json;

namespace Trainer.Scenes.Tests.Annotations;

public sealed class AnnotationFilesTests(WrittenScenes set) : IClassFixture<WrittenScenes>
{
    [Fact]
    public void Instances_EachBox_LiesInItsPictureAndNamesACategory()
    {
        JsonElement file = set.Json("annotations/instances_val.json");
        HashSet<int> images = Ids(file, "images", "id");
        HashSet<int> categories = Ids(file, "categories", "id");
        Assert.Equal(30, categories.Count);
        Assert.All(file.GetProperty("annotations").EnumerateArray(), annotation =>
        {
            Assert.Contains(annotation.GetProperty("image_id").GetInt32(), images);
            Assert.Contains(annotation.GetProperty("category_id").GetInt32(), categories);
            int[] box = [.. annotation.GetProperty("bbox").EnumerateArray().Select(number => number.GetInt32())];
            Assert.InRange(box[0] + box[2], box[2], 64);
            Assert.InRange(box[1] + box[3], box[3], 64);
        });
    }

    [Fact]
    public void Captions_EachPicture_HasFiveThatMentionItsInstancesOnly()
    {
        JsonElement instances = set.Json("annotations/instances_val.json");
        Dictionary<int, string> names = instances.GetProperty("categories").EnumerateArray()
            .ToDictionary(category => category.GetProperty("id").GetInt32(), category => category.GetProperty("name").GetString()!);
        ILookup<int, string> objects = instances.GetProperty("annotations").EnumerateArray()
            .ToLookup(annotation => annotation.GetProperty("image_id").GetInt32(), annotation => names[annotation.GetProperty("category_id").GetInt32()]);
        var captions = set.Json("annotations/captions_val.json").GetProperty("annotations").EnumerateArray()
            .GroupBy(annotation => annotation.GetProperty("image_id").GetInt32(), annotation => annotation.GetProperty("caption").GetString()!);
        Assert.Equal(objects.Count, captions.Count());
        Assert.All(captions, group =>
        {
            Assert.Equal(5, group.Count());
            Assert.All(group, caption => Assert.Equal(objects[group.Key].Order(), TestScenes.MentionedIn(caption).Select(category => category.Name).Order()));
        });
    }

    [Fact]
    public void Vqa_EachQuestion_HasItsAnnotationWithTenAnswers()
    {
        Assert.Equal(
            Ids(set.Json("vqa/questions_train.json"), "questions", "question_id"), Ids(set.Json("vqa/annotations_train.json"), "annotations", "question_id"));
        JsonElement[] annotations = [.. set.Json("vqa/annotations_train.json").GetProperty("annotations").EnumerateArray()];
        Assert.All(annotations, annotation => Assert.Equal(10, annotation.GetProperty("answers").GetArrayLength()));
        Assert.Equal(["number", "other", "yes/no"], annotations.Select(annotation => annotation.GetProperty("answer_type").GetString()).Distinct().Order());
    }

    [Fact]
    public void Aokvqa_EachRecord_HasFourChoicesThatHoldTheAnswer() => Assert.All(set.Json("aokvqa/aokvqa_train.json").EnumerateArray(), record =>
    {
        string[] choices = [.. record.GetProperty("choices").EnumerateArray().Select(choice => choice.GetString()!)];
        Assert.Equal(4, choices.Distinct().Count());
        Assert.Equal(record.GetProperty("direct_answers")[0].GetString(), choices[record.GetProperty("correct_choice_idx").GetInt32()]);
        Assert.Equal(3, record.GetProperty("rationales").GetArrayLength());
    });

    [Fact]
    public void Flickr_EachLine_NamesPictureNumberAndCaption()
    {
        string[] lines = File.ReadAllLines(Path.Combine(set.Root, "flickr30k", "results_val.token"));
        Assert.Equal(50, lines.Length);
        Assert.All(lines, line => Assert.Matches(@"^\d{12}\.png#[0-4]\t[A-Z].*\.$", line));
    }

    private static HashSet<int> Ids(JsonElement file, string list, string name) => [.. file.GetProperty(list).EnumerateArray().Select(item => item.GetProperty(name).GetInt32())];
}
