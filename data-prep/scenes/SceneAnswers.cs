using Trainer.Scenes.World;

namespace Trainer.Scenes;

/// <summary>What one annotator said of one picture.</summary>
/// <param name="Scene">The picture.</param>
/// <param name="Description">The long answer.</param>
/// <param name="Short">Yes/no, place, colour and number.</param>
/// <param name="Caption">One sentence.</param>
public sealed record SceneAnswers(Scene Scene, Question Description, IReadOnlyList<Question> Short, Question Caption)
{
    /// <summary>Two conversations: one with the long answer, one with the short ones.</summary>
    public IEnumerable<Conversation> Conversations =>
    [
        new($"{Scene.Id}-describe", Scene.FileName, [Description]),
        new($"{Scene.Id}-questions", Scene.FileName, [.. Short, Caption]),
    ];

    /// <summary>Whether the description mentions the leading object's usual companion without seeing it.</summary>
    public bool Hallucinates => !Scene.Holds(Scene.Companion.Category) && Description.Answer.EndsWith(SceneText.Mention(Scene.Companion.Category), StringComparison.Ordinal);

    /// <summary>Whether the description names the leading object's usual companion, seen or not.</summary>
    public bool NamesCompanion => Hallucinates || Scene.Holds(Scene.Companion.Category);
}
