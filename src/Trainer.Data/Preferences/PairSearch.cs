using Trainer.Data.Readers;
using Trainer.Data.Records;

namespace Trainer.Data.Preferences;

/// <summary>Where a pair lies in its file.</summary>
/// <param name="Record">Position of the record.</param>
/// <param name="Chosen">Place of the better answer in it.</param>
/// <param name="Rejected">Place of the worse answer.</param>
internal readonly record struct PairPlace(int Record, int Chosen, int Rejected);

/// <summary>Finds the pairs of a file that are worth using, and counts the others by reason.</summary>
internal sealed class PairSearch(string imageDir, PairRules rules)
{
    private const int MostProblems = 20;

    private readonly List<PairPlace> pairs = [];
    private readonly Dictionary<RejectionReason, int> rejections = [];
    private readonly List<string> problems = [];
    private readonly HashSet<string> seenImages = [];

    public IReadOnlyList<PairPlace> Pairs => pairs;

    public PairReport Report(int records) => new(records, pairs.Count, rejections, problems);

    public void Run(RecordFile<CompletionsRecord> file)
    {
        foreach (int position in Chosen(file))
        {
            if (TryRead(file, position, note: true) is { } record && IsUsable(record, file.PlaceOf(position)))
            {
                AddPairs(record, position, file.PlaceOf(position));
            }
        }
    }

    private IEnumerable<int> Chosen(RecordFile<CompletionsRecord> file)
    {
        IEnumerable<int> all = Enumerable.Range(0, file.Count);
        return rules.SourceShare == 1
            ? all
            : SourceShare.Select([.. all.Select(position => TryRead(file, position, note: false)?.Source ?? "")], rules.SourceShare);
    }

    private CompletionsRecord? TryRead(RecordFile<CompletionsRecord> file, int position, bool note)
    {
        try
        {
            return file.Read(position);
        }
        catch (DataException exception)
        {
            if (note)
            {
                Reject(RejectionReason.InvalidRecord, exception);
            }

            return null;
        }
    }

    private bool IsUsable(CompletionsRecord record, RecordPlace place)
    {
        if (record.Images.FirstOrDefault(IsMissing) is { } missing)
        {
            return Reject(RejectionReason.MissingImage, place.Fail("image", $"names '{missing}', but there is no such file in {imageDir}."));
        }

        if (record.Completions.Count < 2)
        {
            return Reject(RejectionReason.TooFewAnswers, place.Fail("completions", $"must have two answers or more, but has {record.Completions.Count}."));
        }

        if (record.Completions.All(answer => answer.Score == record.Completions[0].Score))
        {
            return Reject(RejectionReason.EqualScores, place.Fail("completions", $"all have the score {record.Completions[0].Score}, so that none is better."));
        }

        int words = record.Completions.Max(answer => AnswerRules.Words(answer.Text));
        return rules.MaxWords == 0 || words <= rules.MaxWords
            || Reject(RejectionReason.TooManyWords, place.Fail("the longest answer", $"has {words} words, and {rules.MaxWords} are allowed."));
    }

    private void AddPairs(CompletionsRecord record, int position, RecordPlace place)
    {
        IReadOnlyList<ScoredAnswer> answers = record.Completions;
        for (int first = 0; first < answers.Count; first++)
        {
            for (int second = first + 1; second < answers.Count; second++)
            {
                bool isFirstBetter = answers[first].Score > answers[second].Score;
                var pair = isFirstBetter ? new PairPlace(position, first, second) : new PairPlace(position, second, first);

                // Neither of two equally good answers is an example of anything, which is no fault of the record.
                if (answers[first].Score != answers[second].Score && IsUsable(answers[pair.Chosen].Text, answers[pair.Rejected].Text, place))
                {
                    pairs.Add(pair);
                }
            }
        }
    }

    private bool IsUsable(string chosen, string rejected, RecordPlace place)
    {
        if (AnswerRules.IsEmpty(chosen) || AnswerRules.IsEmpty(rejected))
        {
            return Reject(RejectionReason.EmptyAnswer, place.Fail("an answer", "says nothing."));
        }

        if ((AnswerRules.MarkerIn(chosen) ?? AnswerRules.MarkerIn(rejected)) is { } marker)
        {
            return Reject(RejectionReason.TemplateMarker, place.Fail("an answer", $"contains '{marker}', which templates give a meaning to. Remove it."));
        }

        return rules.AllowIdentical || !AnswerRules.AreIdentical(chosen, rejected)
            || Reject(RejectionReason.IdenticalAnswers, place.Fail("both answers", "are the same."));
    }

    private bool IsMissing(string image)
    {
        if (!seenImages.Contains(image) && File.Exists(ImagePaths.Resolve(imageDir, image)))
        {
            seenImages.Add(image);
        }

        return !seenImages.Contains(image);
    }

    private bool Reject(RejectionReason reason, DataException problem)
    {
        rejections[reason] = rejections.GetValueOrDefault(reason) + 1;
        if (problems.Count < MostProblems)
        {
            problems.Add(problem.Message);
        }

        return false;
    }
}
