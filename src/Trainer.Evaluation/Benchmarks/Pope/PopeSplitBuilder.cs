using System.Globalization;
using Trainer.Data;
using Trainer.Torch;

namespace Trainer.Evaluation.Benchmarks.Pope;

/// <summary>
/// Builds a split from annotated pictures by the rule of POPE's authors: for each of the first three objects of a
/// picture one question about it, and one about an object that is not there and was not asked about before.
/// </summary>
public sealed class PopeSplitBuilder
{
    private readonly IReadOnlyList<PopeImage> images;
    private readonly ObjectStatistics statistics;
    private readonly RandomRoot random;

    /// <summary>Counts objects.</summary>
    /// <param name="images">The pictures to ask about.</param>
    /// <param name="random">Draws absent objects.</param>
    public PopeSplitBuilder(IReadOnlyList<PopeImage> images, RandomRoot random)
    {
        this.images = images;
        this.random = random;
        statistics = new ObjectStatistics(images);
    }

    /// <summary>Asks about every picture; question ids count from 1.</summary>
    /// <exception cref="DataException">A picture shows so many objects that none is left to be absent.</exception>
    public IReadOnlyList<PopeQuestion> Build(PopeSplit split)
    {
        Random draws = random.Managed($"pope-{split}");
        var questions = new List<PopeQuestion>();
        foreach (PopeImage image in images)
        {
            var excluded = new HashSet<string>(image.Objects, StringComparer.Ordinal);
            foreach (string present in image.Objects.Take(PopeImages.ObjectsPerImage))
            {
                string absent = Candidates(split, present).FirstOrDefault(name => !excluded.Contains(name)) ?? Draw(image, excluded, draws);
                excluded.Add(absent);
                questions.Add(Ask(questions.Count + 1, image, present, isPresent: true));
                questions.Add(Ask(questions.Count + 1, image, absent, isPresent: false));
            }
        }

        return questions;
    }

    /// <summary>Ranked candidates; where none of them is left, the object is drawn.</summary>
    private IReadOnlyList<string> Candidates(PopeSplit split, string present) => split switch
    {
        PopeSplit.Popular => statistics.ByFrequency,
        PopeSplit.Adversarial => statistics.CompanionsOf(present),
        _ => [],
    };

    private string Draw(PopeImage image, HashSet<string> excluded, Random draws)
    {
        string[] left = [.. statistics.All.Where(name => !excluded.Contains(name))];
        return left.Length > 0
            ? left[draws.Next(left.Length)]
            : throw new DataException(
                $"{image.Name} shows {image.Objects.Count} of the {statistics.All.Count} kinds of objects, so too few are absent to ask about. " +
                "Build the split from more pictures.");
    }

    private static PopeQuestion Ask(int id, PopeImage image, string name, bool isPresent) =>
        new(id.ToString(CultureInfo.InvariantCulture), image.Name, TextFor(name), isPresent);

    // The authors' generator also turned the "a" of "image" into "an"; that slip is not repeated.
    private static string TextFor(string name) => $"Is there {("aeiou".Contains(name[0], StringComparison.Ordinal) ? "an" : "a")} {name} in the image?";
}
