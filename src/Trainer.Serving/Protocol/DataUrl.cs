namespace Trainer.Serving.Protocol;

/// <summary>A picture within a request, as <c>data:image/png;base64,…</c>. Nothing is ever fetched from an address: the server would do so in its own name.</summary>
internal static class DataUrl
{
    private const string Scheme = "data:";
    private const string Encoding = ";base64";

    /// <summary>The picture's bytes.</summary>
    /// <param name="url">The address.</param>
    /// <param name="path">Where it stands in the request.</param>
    /// <exception cref="ApiException">It is another kind of address, or damaged.</exception>
    internal static byte[] Decode(string url, string path)
    {
        int comma = url.IndexOf(',');
        if (!url.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) || comma < 0)
        {
            throw ApiException.Invalid(path, "must hold the picture itself, as data:image/png;base64,…; this server fetches nothing from other addresses.", "invalid_image_url");
        }

        string type = url[Scheme.Length..comma];
        if (!type.StartsWith("image/", StringComparison.OrdinalIgnoreCase) || !type.EndsWith(Encoding, StringComparison.OrdinalIgnoreCase))
        {
            throw ApiException.Invalid(path, $"must begin with data:image/png;base64, or another type of picture, but begins with {Scheme}{type[..Math.Min(type.Length, 40)]}.", "invalid_image_url");
        }

        var bytes = new byte[(url.Length - comma) * 3L / 4];
        return Convert.TryFromBase64Chars(url.AsSpan(comma + 1), bytes, out int length)
            ? bytes[..length]
            : throw ApiException.Invalid(path, "is not valid base64 behind the comma.", "invalid_image_url");
    }
}
