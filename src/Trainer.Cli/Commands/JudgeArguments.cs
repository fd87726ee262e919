using System.CommandLine;
using System.Globalization;
using Trainer.Evaluation.Judges;

namespace Trainer.Cli.Commands;

/// <summary>Who judges answers, as options of verbs that need a judge.</summary>
internal static class JudgeArguments
{
    private static readonly Option<string?> Url = new("--judge-url") { Description = "Judge: root of an endpoint that speaks OpenAI's protocol, such as https://api.openai.com/v1." };

    private static readonly Option<string?> Model = new("--judge-model") { Description = "Judge: its model; name a dated version, since scores of different versions differ." };

    private static readonly Option<string> KeyVariable = new("--judge-key-variable")
    {
        Description = "Judge: environment variable with the key; unset: none is sent.",
        DefaultValueFactory = _ => "OPENAI_API_KEY",
    };

    private static readonly Option<int> Repeats = new("--judge-repeats") { Description = "Judge: verdicts on each answer; from 2 on the result tells their spread.", DefaultValueFactory = _ => 1 };

    private static readonly Option<int> Concurrency = new("--judge-concurrency") { Description = "Judge: requests under way at once.", DefaultValueFactory = _ => 4 };

    private static readonly Option<int> Rate = new("--judge-rate") { Description = "Judge: most requests a minute; 0: any number." };

    private static readonly Option<double> Timeout = new("--judge-timeout") { Description = "Judge: seconds that one verdict may take.", DefaultValueFactory = _ => 120 };

    private static readonly Option<string?> Prices = new("--judge-prices") { Description = "Judge: dollars for a million tokens read and written, such as 2.50,10, for the estimate.", HelpName = "in,out" };

    private static readonly Option<string> Cache = new("--judge-cache")
    {
        Description = "Judge: folder of verdicts, so that no request is sent twice.",
        DefaultValueFactory = _ => Path.Combine("runs", "judge"),
    };

    internal static IReadOnlyList<Option> All { get; } = [Url, Model, KeyVariable, Repeats, Concurrency, Rate, Timeout, Prices, Cache];

    /// <summary>The judge that the command line names; null for none. What it takes is told before it is asked.</summary>
    internal static Judge? Read(ParseResult result, HttpClient http, TextWriter progress)
    {
        (string? url, string? model) = (result.GetValue(Url), result.GetValue(Model));
        if (url is null && model is null)
        {
            return null;
        }

        JudgeOptions options = url is not null && model is not null && Uri.TryCreate(url, UriKind.Absolute, out Uri? address)
            ? Options(result, address, model)
            : throw new UsageException("A judge needs --judge-url with a whole address, such as http://127.0.0.1:8000/v1, and --judge-model.");
        string[] problems = [.. options.Problems()];
        return problems.Length == 0 ? Create(options, result.GetRequiredValue(Cache), http, progress) : throw new UsageException(string.Join('\n', problems));
    }

    private static Judge Create(JudgeOptions options, string cache, HttpClient http, TextWriter progress)
    {
        ProgressLine? line = null;
        return new Judge(http, options, new VerdictCache(cache), TimeProvider.System)
        {
            BeforeAsking = estimate =>
            {
                progress.WriteLine($"judge {options.Model}: {estimate}");
                line = new ProgressLine(progress, "judge", estimate.Requests);
            },
            Progress = done => line!.Report(done),
        };
    }

    private static JudgeOptions Options(ParseResult result, Uri url, string model)
    {
        (double? input, double? output) = PricesOf(result.GetValue(Prices));
        return new JudgeOptions
        {
            Url = url,
            Model = model,
            Key = Environment.GetEnvironmentVariable(result.GetRequiredValue(KeyVariable)) is { Length: > 0 } key ? key : null,
            Repetitions = result.GetRequiredValue(Repeats),
            Concurrency = result.GetRequiredValue(Concurrency),
            RequestsPerMinute = result.GetValue(Rate),
            Timeout = TimeSpan.FromSeconds(result.GetRequiredValue(Timeout)),
            InputPrice = input,
            OutputPrice = output,
        };
    }

    private static (double? Input, double? Output) PricesOf(string? text)
    {
        double?[] prices = [.. (text ?? "").Split(',').Select(part => double.TryParse(part, CultureInfo.InvariantCulture, out double price) ? price : (double?)null)];
        return text is null ? (null, null) : prices is [{ } input, { } output] ? (input, output) : throw new UsageException($"--judge-prices must be two numbers, such as 2.50,10, but is {text}.");
    }
}
