using System.Text.Json;
using Trainer.Data.Text;

namespace Trainer.Serving.Protocol;

/// <summary>Reads what a message says: text, or parts of text and pictures.</summary>
/// <param name="path">Where it stands in the request.</param>
/// <param name="maySee">Whether pictures may be among it.</param>
/// <param name="pictures">Receives the pictures.</param>
/// <param name="limits">How many they may be.</param>
internal sealed class ContentReader(string path, bool maySee, List<EncodedPicture> pictures, ServingOptions limits)
{
    private readonly List<string> texts = [];
    private int seen;

    /// <summary>The words, behind a mark for each picture.</summary>
    internal string Read(JsonElement? content)
    {
        switch (content)
        {
            case { ValueKind: JsonValueKind.String } text:
                AddText(text.GetString()!, path);
                break;
            case { ValueKind: JsonValueKind.Array } parts:
                foreach ((JsonElement part, string place) in JsonFields.Items(parts, path))
                {
                    AddPart(new JsonFields(part, place), place);
                }

                break;
            default:
                throw ApiException.Invalid(path, $"must be text or a list of parts, but is {(content is { } other ? JsonFields.Kind(other) : "missing")}.");
        }

        return string.Concat(Enumerable.Repeat(ImagePlaceholder.Text + "\n", seen)) + string.Join('\n', texts);
    }

    private void AddPart(JsonFields part, string place)
    {
        switch (part.Text("type"))
        {
            case "text":
                AddText(part.Text("text") ?? throw ApiException.Invalid($"{place}.text", "is missing."), place);
                break;
            case "image_url":
                AddPicture(part.Fields("image_url") ?? throw ApiException.Invalid($"{place}.image_url", "is missing."), $"{place}.image_url");
                break;
            case var other:
                throw ApiException.Invalid($"{place}.type", $"must be text or image_url, but is {other ?? "missing"}.");
        }

        part.RequireNothingElse("type, text and image_url");
    }

    private void AddText(string text, string place)
    {
        if (text.Contains(ImagePlaceholder.Text, StringComparison.Ordinal))
        {
            throw ApiException.Invalid(place, $"contains '{ImagePlaceholder.Text}', which stands for a picture. Send the picture as a part of type image_url, and remove the mark.");
        }

        texts.Add(text);
    }

    private void AddPicture(JsonFields picture, string place)
    {
        string url = picture.Text("url") ?? throw ApiException.Invalid($"{place}.url", "is missing.");
        picture.Text("detail");
        picture.RequireNothingElse("url and detail");
        if (!maySee || pictures.Count == limits.MostPictures)
        {
            throw ApiException.Invalid(place, maySee ? $"is one picture too many: a request has at most {limits.MostPictures}." : "stands in a message that is not the user's; only the user shows pictures.");
        }

        pictures.Add(new EncodedPicture(place, DataUrl.Decode(url, $"{place}.url")));
        seen++;
    }
}
