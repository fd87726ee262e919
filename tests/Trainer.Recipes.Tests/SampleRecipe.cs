using Trainer.Recipes.Options;

namespace Trainer.Recipes.Tests;

/// <summary>A stage of the tests' own, with one block.</summary>
public sealed record SampleRecipe : StageRecipe
{
    /// <summary>The stage's block.</summary>
    public SampleOptions Sample { get; init; } = new();

    public const string Yaml =
        """
        # A sample.
        stage: sample
        output_dir: out
        model: { model_name_or_path: base }
        data:
          datasets:
            - path: a.jsonl
            - { path: b.json, format: llava, weight: 2 }
        sample:
          beta: 0.1
        """;

    public static SampleRecipe Read(string yaml, params string[] overrides) => Recipe.Parse<SampleRecipe>(yaml, "x.yaml", overrides).Options;

    public static IReadOnlyList<string> ProblemsOf(string yaml, params string[] overrides) =>
        [.. Assert.Throws<RecipeException>(() => Read(yaml, overrides)).Problems.Select(problem => problem.ToString())];
}

/// <summary>One property of each kind.</summary>
public sealed record SampleOptions : IValidatable
{
    /// <summary>Strength (β).</summary>
    public double Beta { get; init; } = 0.1;

    /// <summary>A <c>count</c> | more.</summary>
    [Alias("number")]
    public int? Count { get; init; }

    /// <summary>A switch.</summary>
    public bool IsOn { get; init; }

    /// <summary>A word.</summary>
    public SampleKind Kind { get; init; } = SampleKind.FirstKind;

    /// <summary>Words.</summary>
    public IReadOnlyList<string> Words { get; init; } = ["a", "b"];

    /// <summary>Numbers.</summary>
    public IReadOnlyList<double> Numbers { get; init; } = [];

    /// <summary>Words by name.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Named { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    public IEnumerable<Problem> Problems() => [.. Must.BePositive(Beta)];
}

public enum SampleKind
{
    FirstKind,
    Second,
}
