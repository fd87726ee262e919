using Trainer.Scenes.World;

namespace Trainer.Scenes;

/// <summary>What careful people asked about one picture, and answered truly: the datasets that fine-tuning is enriched with.</summary>
/// <param name="Scene">The picture.</param>
/// <param name="Short">VQA-v2's questions.</param>
/// <param name="Choices">A-OKVQA's.</param>
public sealed record AskedScene(Scene Scene, IReadOnlyList<Question> Short, IReadOnlyList<ChoiceQuestion> Choices)
{
    /// <summary>All yes/no questions as one conversation of several turns, as LLaVA-RLHF makes of VQA-v2.</summary>
    public Conversation YesNo => new($"{Scene.Id}-vqa", Scene.FileName, [.. Short.Where(question => question.Category is not null)]);

    /// <summary>All questions with choices as one conversation, as of A-OKVQA.</summary>
    public Conversation MultipleChoice => new($"{Scene.Id}-aokvqa", Scene.FileName, [.. Choices.Select(question => question.Asked)]);

    /// <summary>The request for a caption with one of the picture's captions, as of Flickr30k.</summary>
    public Conversation Captioned => new($"{Scene.Id}-flickr", Scene.FileName, [new Question(SceneText.CaptionPrompt, Captions[Scene.Id % Captions.Count])]);

    private IReadOnlyList<string> Captions => SceneText.Captions(Scene);
}
