namespace Trainer.Preparation.Common;

/// <summary>What the conversions of all files of a set share.</summary>
/// <param name="Pictures">Looks at pictures.</param>
/// <param name="HeldOut">Pictures that should not be trained on.</param>
/// <param name="DropLeaks">Whether records that use them are dropped.</param>
/// <param name="Problems">Where problems are named.</param>
/// <param name="Progress">Is told how far it has come.</param>
/// <param name="Save">Saves the state of all files.</param>
internal sealed record ConversionTools(
    PictureCheck Pictures,
    IReadOnlyList<HeldOutPictures> HeldOut,
    bool DropLeaks,
    ProblemFile Problems,
    IProgress<PreparationProgress>? Progress,
    Action Save);
