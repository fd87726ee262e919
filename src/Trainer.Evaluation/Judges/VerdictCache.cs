using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Trainer.Modeling.Weights;

namespace Trainer.Evaluation.Judges;

/// <summary>
/// Verdicts on disk, a file each, named by the hash of the whole request: address, model, texts, pictures, temperature, length, and which repetition
/// it is. So an evaluation that was killed asks for nothing twice, and a changed prompt asks anew.
/// </summary>
/// <param name="folder">Where they lie; made when the first one is kept.</param>
public sealed class VerdictCache(string folder)
{
    private const int PrefixLength = 2;

    /// <summary>The name of a request.</summary>
    /// <param name="address">Where it goes.</param>
    /// <param name="body">Its body.</param>
    /// <param name="repetition">Which of several verdicts on it, from 0.</param>
    internal static string KeyOf(Uri address, string body, int repetition) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{address}\n{repetition}\n{body}")));

    /// <summary>The verdict on a request; null where there is none, or its file is broken.</summary>
    internal JudgeVerdict? Find(string key)
    {
        try
        {
            return File.Exists(PathOf(key)) ? JsonSerializer.Deserialize<JudgeVerdict>(File.ReadAllText(PathOf(key))) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Keeps a verdict; its file appears whole or not at all.</summary>
    internal void Save(string key, JudgeVerdict verdict)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(key))!);
        AtomicFile.WriteText(PathOf(key), JsonSerializer.Serialize(verdict));
    }

    private string PathOf(string key) => Path.Combine(folder, key[..PrefixLength], $"{key}.json");
}
