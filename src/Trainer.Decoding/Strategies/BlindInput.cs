namespace Trainer.Decoding.Strategies;

/// <summary>What a model is shown in the place of a picture, to learn what it says without seeing.</summary>
public enum BlindInput
{
    /// <summary>The words alone: nothing stands where the picture was.</summary>
    None,

    /// <summary>The unknown token, once for each picture.</summary>
    Unk,

    /// <summary>The picture under the noise of a diffusion process.</summary>
    Noise,

    /// <summary>A picture of zeros, which after normalisation is one of mean colour.</summary>
    Zero,

    /// <summary>A picture of ones, after normalisation.</summary>
    One,
}
