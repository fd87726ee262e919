using System.Globalization;

namespace Trainer.Data.Records.Formats;

/// <summary>
/// VLFeedback (arXiv:2312.10665): <c>{"id", "prompt", "img_path"?, "completions"}</c>, where the answers are either a list of
/// <c>{"response", "annotations"}</c> or, as on the Hugging Face hub, one object with such lists. An answer's score is the mean of its ratings
/// from 1 to 5 by aspect, <c>{"Helpfulness": {"Rating": "4"}, …}</c>. One that lacks a rating is left out, as in the reference code.
/// </summary>
internal sealed class VlFeedbackFormat : IRecordFormat<CompletionsRecord>
{
    public string Name => "vlfeedback";

    public CompletionsRecord Read(RecordElement json)
    {
        IReadOnlyList<string> images = CommonFields.OneOrMore(json.Find("img_path") ?? json.Find("image"));
        string id = CommonFields.IdOrLine(json, "id");
        var record = new CompletionsRecord
        {
            Id = id,
            Images = images,
            Turns = [CommonFields.Question(json["prompt"], images.Count)],
            Completions = [.. Answers(json["completions"]).Select(answer => Score(answer.Response, answer.Ratings)).OfType<ScoredAnswer>()],
            Source = CommonFields.SourceOf(json, id),
        };
        return RecordRules.Require(record, Speaker.Human, json.Place);
    }

    private static IEnumerable<(RecordElement Response, RecordElement Ratings)> Answers(RecordElement completions)
    {
        if (completions.IsList)
        {
            return completions.AsList().Select(answer => (answer["response"], answer["annotations"]));
        }

        IReadOnlyList<RecordElement> responses = completions["response"].AsList();
        IReadOnlyList<RecordElement> ratings = completions["annotations"].AsList();
        return responses.Count == ratings.Count
            ? responses.Zip(ratings)
            : throw completions.Fail($"must have as many annotations as responses, but has {ratings.Count} for {responses.Count}.");
    }

    private static ScoredAnswer? Score(RecordElement response, RecordElement aspects)
    {
        double?[] ratings = [.. aspects.AsFields().Select(aspect => RatingOf(aspect.Value["Rating"]))];
        return ratings.Length > 0 && Array.TrueForAll(ratings, rating => rating is not null)
            ? new ScoredAnswer(response.AsText(), ratings.Average()!.Value)
            : null;
    }

    /// <summary>Null where the annotator gave none, such as <c>N/A</c>.</summary>
    private static double? RatingOf(RecordElement rating)
    {
        double number;
        if (!rating.IsText)
        {
            number = rating.AsNumber();
        }
        else if (!double.TryParse(rating.AsText(), NumberStyles.Float, CultureInfo.InvariantCulture, out number))
        {
            return null;
        }

        return number is >= 1 and <= 5 ? number : throw rating.Fail($"must be from 1 to 5, but is {number.ToString(CultureInfo.InvariantCulture)}.");
    }
}
