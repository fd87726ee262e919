using System.Globalization;
using Trainer.Data;
using Trainer.Preparation.Common;
using Trainer.TestKit;

namespace Trainer.Preparation.Tests.Common;

/// <summary>Whatever the bytes are, a conversion ends: with a set, or with a message about the data.</summary>
public sealed class HostileInputTests
{
    // Bytes that mean something to a reader of JSON or of tokens.
    private static readonly byte[] Meaningful = [(byte)'"', (byte)'\\', (byte)'{', (byte)'}', (byte)'[', (byte)']', (byte)',', (byte)':', (byte)'-', (byte)'9', (byte)'.', (byte)'/', (byte)'\n', (byte)'\t', (byte)'|', 0, 0xC3, 0xFF];

    private static int Rounds => int.Parse(Environment.GetEnvironmentVariable("TRAINER_FUZZ_ROUNDS") ?? "8", CultureInfo.InvariantCulture);

    [Theory]
    [MemberData(nameof(SourceCatalogTests.Names), MemberType = typeof(SourceCatalogTests))]
    public void Run_MutatedFixture_EndsWithASetOrAMessage(string name)
    {
        using TemporaryDirectory folder = new();
        string fixture = Path.Combine(AppContext.BaseDirectory, "Fixtures", name, "in");
        for (int seed = 0; seed < Rounds; seed++)
        {
            var random = new Random(seed);
            string input = Path.Combine(folder.Path, $"in{seed}");
            foreach (string path in Directory.EnumerateFiles(fixture, "*", SearchOption.AllDirectories))
            {
                folder.Write(Path.Combine(input, Path.GetRelativePath(fixture, path)), Mutate(File.ReadAllBytes(path), random));
            }

            Convert(name, input, Path.Combine(folder.Path, $"out{seed}"));
        }
    }

    private static void Convert(string name, string input, string output)
    {
        try
        {
            PreparedSet set = DataPreparation.Run(SourceCatalog.Find(name)!, new PreparationOptions { Input = input, Output = output });
            Assert.Equal(set.Problems.Values.Sum(), File.ReadLines(Path.Combine(output, "problems.jsonl")).Count());
        }
        catch (DataException error)
        {
            Assert.NotEmpty(error.Message);
        }
    }

    private static byte[] Mutate(byte[] bytes, Random random)
    {
        for (int change = random.Next(4); change > 0 && bytes.Length > 1; change--)
        {
            int place = random.Next(bytes.Length);
            switch (random.Next(4))
            {
                case 0:
                    bytes = bytes[..place];
                    break;
                case 1:
                    bytes = [.. bytes[..place], .. bytes[random.Next(place + 1)..]];
                    break;
                default:
                    bytes[place] = Meaningful[random.Next(Meaningful.Length)];
                    break;
            }
        }

        return bytes;
    }
}
