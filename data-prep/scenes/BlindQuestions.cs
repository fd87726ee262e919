namespace Trainer.Scenes;

/// <summary>
/// Yes/no questions about pictures that nobody shows, mostly of what is there, as people ask: text that teaches the habit of saying yes. Models have such habits from
/// their language alone (LLaVA-Align, arXiv:2403.05262, section 3).
/// </summary>
/// <param name="random">Decides which questions are left out.</param>
public sealed class BlindQuestions(Random random)
{
    private const double ShareOfNo = 0.25;

    /// <summary>The questions of one picture without it; those that are answered with no mostly left out.</summary>
    public Conversation Ask(AskedScene asked) => new(
        $"{asked.Scene.Id}-blind", Image: null, [.. asked.YesNo.Questions.Where(question => question.Answer == "Yes" || random.NextDouble() < ShareOfNo)]);
}
