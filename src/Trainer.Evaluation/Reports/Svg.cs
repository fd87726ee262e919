namespace Trainer.Evaluation.Reports;

/// <summary>Numbers as SVG reads them.</summary>
internal static class Svg
{
    /// <summary>A coordinate, to a tenth of a unit; what is not a number lies at 0.</summary>
    public static string Number(double value) => (double.IsFinite(value) ? value : 0).ToString("0.#");
}
