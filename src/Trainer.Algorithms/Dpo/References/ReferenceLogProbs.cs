using Trainer.Modeling.Configuration;
using Trainer.Recipes;

namespace Trainer.Algorithms.Dpo.References;

/// <summary>Computes a recipe's reference log-probabilities before it is run.</summary>
public static class ReferenceLogProbs
{
    /// <summary>Writes the file that the recipe's <c>dpo.precomputed_reference</c> names; runs of the recipe then read it.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="context">The surroundings; their progress shows nothing, their stop is not asked.</param>
    /// <returns>Number of different pairs.</returns>
    /// <exception cref="RecipeException">The recipe names no file.</exception>
    public static int Write(DpoRecipe recipe, RunContext context)
    {
        string path = recipe.Dpo.PrecomputedReference
            ?? throw new RecipeException(context.RecipeSource, [new Problem("dpo.precomputed_reference", "is not set. It names the file that is written here and read by the run.")]);
        using var parts = new DpoParts(recipe, context);
        return Write(parts, path, ReferenceFingerprint.Of(recipe, parts.Model.Model.Config));
    }

    /// <summary>The reference of a run: read from the recipe's file, from the run's own, or computed with each batch.</summary>
    internal static IPairReference Open(DpoParts parts, DpoRecipe recipe, RunContext context)
    {
        LlavaConfig config = parts.Model.Model.Config;
        if (recipe.Dpo.PrecomputedReference is { } path)
        {
            return Read(parts, recipe, path, ReferenceFingerprint.Of(recipe, config));
        }

        if (!parts.Model.TrainsSharedWeights)
        {
            return parts.Reference();
        }

        // Weights that the reference shares are about to change, so that it speaks now or never; a resumed run reads what it said.
        string own = Path.Combine(recipe.OutputDir, "reference-logprobs.safetensors");
        IReadOnlyDictionary<string, string> fingerprint = ReferenceFingerprint.Of(recipe, config);
        if (context.Group.IsFirst)
        {
            WriteUnlessCurrent(parts, own, fingerprint, context.Progress);
        }

        // The others find the file there, or write one of their own where they don't share the first one's disk.
        context.Group.Barrier();
        WriteUnlessCurrent(parts, own, fingerprint, context.Progress);
        return Read(parts, recipe, own, fingerprint);
    }

    private static void WriteUnlessCurrent(DpoParts parts, string path, IReadOnlyDictionary<string, string> fingerprint, TextWriter progress)
    {
        if (!ReferenceFile.IsCurrent(path, fingerprint))
        {
            progress.WriteLine("The base model's own weights are trained, so the reference's log-probabilities are computed first.");
            Write(parts, path, fingerprint);
        }
    }

    private static PrecomputedReference Read(DpoParts parts, DpoRecipe recipe, string path, IReadOnlyDictionary<string, string> fingerprint) =>
        new(ReferenceFile.Read(path, fingerprint), parts.Model.Model.Compute.Device, recipe.Dpo.ReadsWeakened);

    private static int Write(DpoParts parts, string path, IReadOnlyDictionary<string, string> fingerprint)
    {
        ReferenceTable table = parts.ComputeReference();
        ReferenceFile.Write(path, table, fingerprint);
        return table.Entries.Count;
    }
}
