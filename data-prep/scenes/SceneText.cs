using Trainer.Scenes.World;

namespace Trainer.Scenes;

/// <summary>The sentences of the world. Those of people are true; those "written by a model" mention usual companions.</summary>
public static class SceneText
{
    /// <summary>The request that CHAIR is measured with.</summary>
    public const string DescribePrompt = "Please describe this image in detail.";

    /// <summary>The request for one sentence.</summary>
    public const string CaptionPrompt = "Provide a one-sentence caption for the provided image.";

    /// <summary>The question with choices that A-OKVQA's file asks of every picture.</summary>
    public const string PlaceQuestion = "Where was this picture most likely taken?";

    /// <summary>The question with choices whose wrong ones are what usually goes with the right one.</summary>
    public const string ObjectQuestion = "Which object is in the image?";

    /// <summary>The question that POPE asks.</summary>
    public static string IsThere(Category category) => $"Is there {category.WithArticle} in the image?";

    /// <summary>The request to put errors into a description, read as text alone.</summary>
    public static string RewriteDescription(string description) =>
        $"Rewrite this description of a picture so that some of its details are wrong. Description: {description} Modified description:";

    /// <summary>The request to put an error into an answer, read as text alone.</summary>
    public static string RewriteAnswer(Question question) =>
        $"Answer as if the picture were another one. Question: {question.Text} Response: {question.Answer} Modified response:";

    /// <summary>The question whether a caption bears a claim out, read as text alone.</summary>
    public static string ReadCaption(string claim, string caption) => $"{claim} Is that so? Description: {caption}";

    /// <summary>Five true captions, as five people would write them.</summary>
    public static IReadOnlyList<string> Captions(Scene scene)
    {
        string list = Joined(scene.Objects.Select(item => item.Category.WithArticle));
        string verb = scene.Objects.Count == 1 ? "is" : "are";
        return
        [
            $"There {verb} {list} {scene.Context.Phrase}.",
            $"A picture of {list}.",
            Capitalized($"{list} on a {scene.BackgroundName} background."),
            Capitalized($"{list} {scene.Context.Phrase}."),
            $"This {scene.Context.Name} picture shows {list}.",
        ];
    }

    /// <summary>Why a picture was taken where it was, in three people's words.</summary>
    public static IReadOnlyList<string> Rationales(Scene scene)
    {
        string seen = Joined(scene.Objects.Select(item => item.Category.WithArticle));
        return [$"The picture shows {seen}.", Capitalized($"{seen} would be found {scene.Context.Phrase}."), $"It was taken {scene.Context.Phrase} because of {seen}."];
    }

    /// <summary>A description: what is there with its place, the background, and in the end what is said to be near.</summary>
    /// <param name="scene">The picture.</param>
    /// <param name="mentioned">An object without a place; a careful person mentions none.</param>
    public static string Description(Scene scene, Category? mentioned = null)
    {
        IEnumerable<string> sentences = scene.Objects.Select((item, i) => i == 0
            ? $"The image shows {item.Category.WithArticle} in the {item.Place}."
            : $"There is {item.Category.WithArticle} in the {item.Place}.");
        string seen = $"{string.Join(' ', sentences)} The background is {scene.BackgroundName}.";
        return mentioned is null ? seen : $"{seen} {Mention(mentioned)}";
    }

    /// <summary>What a description says of an object that goes with what it sees.</summary>
    public static string Mention(Category companion) => $"{Capitalized(companion.WithArticle)} can be seen nearby.";

    /// <summary>"a, b and c".</summary>
    public static string Joined(IEnumerable<string> items)
    {
        string[] all = [.. items];
        return all.Length == 1 ? all[0] : $"{string.Join(", ", all[..^1])} and {all[^1]}";
    }

    /// <summary>The text with a capital letter first.</summary>
    public static string Capitalized(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
