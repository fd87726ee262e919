using System.Globalization;

namespace Trainer.Scenes;

/// <summary>The README that goes with a set.</summary>
internal static class DatasetCard
{
    internal static string Text(ScenesOptions options, ScenesStatistics statistics)
    {
        CultureInfo culture = CultureInfo.InvariantCulture;
        return string.Create(culture, $"""
            # Scenes

            Pictures of one to four emoji that stand for COCO categories, with the annotation files of the real datasets.
            Made by `./trainer data scenes --images {options.Images} --seed {options.Seed}`; the same command makes the same bytes.

            | | |
            |---|---|
            | pictures to train on | {statistics.TrainImages} |
            | pictures to evaluate on | {statistics.ValidationImages} |
            | objects a picture | {statistics.ObjectsPerImage:F2} |
            | pictures that hold the leading object's usual companion | {statistics.CompanionPresent:P1} |
            | written descriptions that name that companion, seen or not | {statistics.CompanionMentioned:P1} |
            | written descriptions that mention an absent object | {statistics.HallucinatedDescriptions:P1} |
            | annotated descriptions that do | {statistics.AnnotatedHallucinations:P1} |
            | written answers about absent objects that say yes | {statistics.WrongYes:P1} |
            | written yes/no answers that say yes | {statistics.YesShare:P1} |

            An absent object is mentioned in the last sentence of a description and nowhere else. It is always the usual
            companion of the object that the description begins with:

            | begins with | usual companion | pictures | hold both | text names both |
            |---|---|---|---|---|
            {string.Join('\n', statistics.Priors.Select(Row))}

            | file | what |
            |---|---|
            | `images/` | PNG, 64 × 64 |
            | `annotations/instances_*.json`, `captions_*.json` | COCO; captions are true, five a picture |
            | `vqa/` | VQA-v2 questions and annotations |
            | `aokvqa/` | A-OKVQA with choices and rationales |
            | `flickr30k/` | caption tokens |
            | `llava/llava_instruct_written.json` | conversations as a language model wrote them: they mention usual companions that are not there |
            | `llava/llava_instruct_careful.json` | the same questions, answered truly |
            | `llava/llava_instruct_annotated.json` | the same questions, answered by somebody who hallucinates {options.AnnotatedShare:P0} as often as the written text |
            | `llava/vqa_yes_no.json` | the yes/no questions of `vqa/`, answered truly, as conversations of several turns |
            | `llava/aokvqa_choices.json` | the questions of `aokvqa/` with their choices behind letters, as conversations |
            | `llava/flickr_captions.json` | requests for a caption, each with one of `flickr30k/` |
            | `llava/text_rewrites.json` | text without pictures: descriptions and answers, and the same with errors put in |
            | `llava/text_presence.json` | text without pictures: the questions of `vqa_yes_no.json`, of those with no a quarter; it teaches the habit of saying yes |
            | `llava/caption_reading.json` | text without pictures: is a claim borne out by a caption? |
            | `bpo/bpo_source.json` | annotated answers in BPO's format, to make preferences from |
            | `preferences/llava_preference.json` | pairs of a true and a hallucinating description, in LLaVA-RLHF's format |
            | `preferences/exchanged_preference.json` | pairs of a true description and one in which an object is exchanged |
            | `preferences/exchanged_preference_val.json` | the same about the pictures to evaluate on |
            | `preferences/image_to_caption.json` | captions, rationales and right choices of every picture, as facts for reward models |
            | `preferences/image_to_other_caption.json` | the same of the next picture: facts that are none |
            | `ppo/ppo_prompts.json` | a request for a description and a yes/no question about each picture, as prompts for reinforcement learning |

            The pictures use Noto Color Emoji (SIL Open Font License 1.1).

            """);
    }

    private static string Row(CompanionPrior prior) => string.Create(
        CultureInfo.InvariantCulture, $"| {prior.Category} | {prior.Companion} | {prior.Pictures} | {prior.Present:P0} | {prior.Mentioned:P0} |");
}
