using System.Globalization;
using System.Text.Json;
using Trainer.Evaluation.Benchmarks.Chair;
using Trainer.Evaluation.Scoring;
using Trainer.TestKit;
using Xunit.Abstractions;

namespace Trainer.Evaluation.Tests.Benchmarks.Chair;

/// <summary>How near the rules come to the reference with its tagger and WordNet, on real captions.</summary>
public sealed class ChairParityTests(ITestOutputHelper output)
{
    [Fact]
    public void Find_CaptionsOfLlava_AgreesWithTheReference()
    {
        if (RealData.TryFind("chair/opera_llava15_ours.golden_first40.json", output, out string path))
        {
            JsonElement[] sentences = Sentences(path);
            int sameWords = sentences.Count(item => Found(item).Mentions.Select(mention => mention.NodeWord).SequenceEqual(item.GetProperty("mscoco_generated_words").Texts()));
            int sameLength = sentences.Count(item => Found(item).TokenCount == item.GetProperty("words").GetArrayLength());
            output.WriteLine($"of {sentences.Length} captions {sameWords} have the same classes and {sameLength} the same length");

            Assert.Equal((40, 40, 40), (sentences.Length, sameWords, sameLength));
        }
    }

    [Fact]
    public void Score_CaptionsOfLlava_EqualsTheReference()
    {
        if (RealData.TryFind("chair/opera_llava15_ours.golden_first40.json", output, out string path))
        {
            var truth = new ChairGroundTruth();
            JsonElement[] sentences = Sentences(path);
            Assert.All(sentences, item => truth.Add(item.GetProperty("image_id").GetInt64(), item.GetProperty("mscoco_gt_words").Texts()));
            ImageCaption[] captions = [.. sentences.Select(item => new ImageCaption(item.GetProperty("image_id").GetInt64(), Caption(item)))];

            ChairResult result = ChairScorer.Score(captions, truth, new BootstrapOptions { Resamples = 200 });

            Assert.Equal(0.525, result.ChairS!.Value, 1e-7);
            Assert.Equal(0.1553398, result.ChairI!.Value, 1e-7);
            Assert.Equal(0.8411215, result.Recall!.Value, 1e-7);
        }
    }

    /// <summary>Half of the captions are at hand, so that means are held against those of all 500: about twice their standard error.</summary>
    [Theory]
    [InlineData("greedy")]
    [InlineData("ours")]
    public void Find_HalfOfOperasCaptions_HasTheLengthAndMentionsOfAll(string decoding)
    {
        if (RealData.TryFind($"chair/opera_llava15_{decoding}.first250.jsonl", output, out string path))
        {
            CaptionObjects[] captions = [.. CaptionFile.Read(path).Select(caption => CaptionObjects.Find(caption.Caption))];
            JsonElement all = Fixture.Read("chair-words.json").GetProperty("chair_log_statistics").GetProperty("files").GetProperty($"llava-1.5/{decoding}");
            double mentions = captions.Average(caption => caption.Mentions.Count);
            double tokens = captions.Average(caption => caption.TokenCount);
            output.WriteLine($"{mentions:F3} mentions and {tokens:F2} tokens a caption");

            Assert.Equal(250, captions.Length);
            Assert.Equal(all.GetProperty("coco_object_mentions").GetDouble() / 500, mentions, 0.5);
            Assert.Equal(all.GetProperty("Len_as_printed").GetDouble(), tokens, 3.0);
        }
    }

    [Fact]
    public void Truth_CocoAnnotations_MostlyAgreesWithTheReference()
    {
        if (RealData.TryFind("coco_annotations/instances_train2017.tiny50.json", output, out string instances)
            && RealData.TryFind("coco_annotations/captions_train2017.tiny50.json", output, out string captions)
            && RealData.TryFind("chair/coco_gt_objects.share.json", output, out string expectedPath))
        {
            ChairGroundTruth truth = ChairGroundTruth.Read([instances], [captions]);
            using JsonDocument document = JsonDocument.Parse(File.ReadAllText(captions));
            using JsonDocument expected = JsonDocument.Parse(File.ReadAllText(expectedPath));
            long[] images = [.. document.RootElement.GetProperty("images").EnumerateArray().Select(image => image.GetProperty("id").GetInt64())];
            int same = images.Count(id => truth[id].Order().SequenceEqual(Listed(expected, id).Order()));
            output.WriteLine($"of {images.Length} pictures {same} have the same ground truth");

            // The reference reads "green bedding" as the verb of bed.
            Assert.Equal((50, 49), (images.Length, same));
        }
    }

    private static string[] Listed(JsonDocument expected, long id) =>
        expected.RootElement.GetProperty(id.ToString(CultureInfo.InvariantCulture)).Texts();

    private static JsonElement[] Sentences(string path)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(path));
        return [.. document.RootElement.GetProperty("sentences").Clone().EnumerateArray()];
    }

    private static CaptionObjects Found(JsonElement item) => CaptionObjects.Find(Caption(item));

    private static string Caption(JsonElement item) => item.GetProperty("caption").GetString()!;
}
