using System.Text.Json;

namespace Trainer.Preparation.Common;

/// <summary>Lists of any length.</summary>
internal static class JsonLists
{
    private const int MostPending = 1 << 16;

    /// <summary>Writes a list as the current value. What is written leaves the writer now and then, which otherwise keeps all of it.</summary>
    internal static void WriteList<T>(this Utf8JsonWriter json, IEnumerable<T> items, Action<T> write)
    {
        json.WriteStartArray();
        foreach (T item in items)
        {
            write(item);
            if (json.BytesPending > MostPending)
            {
                json.Flush();
            }
        }

        json.WriteEndArray();
    }
}
