namespace Trainer.Recipes.Options;

/// <summary>How the next token is chosen.</summary>
public enum DecodingStrategy
{
    /// <summary>The likeliest token.</summary>
    Greedy,

    /// <summary>A draw from the filtered distribution.</summary>
    Sample,

    /// <summary>The likeliest of several continuations that are followed side by side.</summary>
    Beam,

    /// <summary>Beam search that distrusts continuations which lean on a single word, and goes back where all of them do (arXiv:2311.17911).</summary>
    Opera,

    /// <summary>Weighs each token against what the model says to a noised picture (arXiv:2311.16922).</summary>
    Vcd,

    /// <summary>Weighs each token against what the model says without the picture (arXiv:2403.05262).</summary>
    Vdd,

    /// <summary>Weighs each token against what an early layer of the model says (arXiv:2309.03883).</summary>
    Dola,
}

/// <summary>What the answers to closed questions are calibrated by.</summary>
public enum CalibrationInput
{
    /// <summary>Nothing: the model's own words are the answer.</summary>
    Off,

    /// <summary>The question alone.</summary>
    None,

    /// <summary>The unknown token in the picture's place.</summary>
    Unk,

    /// <summary>Both of these together.</summary>
    Both,

    /// <summary>The picture under so much noise that little is left.</summary>
    Noise,

    /// <summary>A picture of zeros, which after normalisation is one of mean colour.</summary>
    Zero,

    /// <summary>A picture of ones, after normalisation.</summary>
    One,
}

/// <summary>How answers are generated.</summary>
public sealed record DecodingOptions : IValidatable
{
    /// <summary>How the next token is chosen.</summary>
    public DecodingStrategy Strategy { get; init; } = DecodingStrategy.Greedy;

    /// <summary>Most tokens of an answer.</summary>
    [Alias("response_length")]
    public int MaxNewTokens { get; init; } = 128;

    /// <summary>Divides the logits before sampling.</summary>
    public double Temperature { get; init; } = 1;

    /// <summary>Samples among this many likeliest tokens; 0 keeps all.</summary>
    public int TopK { get; init; }

    /// <summary>Samples among the likeliest tokens that reach this probability together.</summary>
    public double TopP { get; init; } = 1;

    /// <summary>Divides the logits of tokens that occurred (negative ones are multiplied); 1 changes nothing. Without it, what the model's authors generate with: 1.5 for InstructBLIP, 1 for all others.</summary>
    public double? RepetitionPenalty { get; init; }

    /// <summary>Whether <c>vcd</c>, <c>vdd</c> and <c>dola</c> draw tokens, as the first two papers do; otherwise they take the likeliest.</summary>
    public bool DoSample { get; init; }

    /// <summary>Continuations that beam search and <c>opera</c> follow.</summary>
    [Alias("beam")]
    public int NumBeams { get; init; } = 5;

    /// <summary>Power of the length by which beam search divides a continuation's log-probability.</summary>
    public double LengthPenalty { get; init; } = 1;

    /// <summary>What <c>opera</c> multiplies attention weights with before it multiplies them with each other.</summary>
    public double ScaleFactor { get; init; } = 50;

    /// <summary>How often a word must be the most trusted one before <c>opera</c> goes back; 25 is the paper's faster setting.</summary>
    public double Threshold { get; init; } = 15;

    /// <summary>Likeliest tokens of each continuation that <c>opera</c> looks at ahead; 1 is the paper's faster setting.</summary>
    public int NumAttnCandidates { get; init; } = 5;

    /// <summary>Weight of the penalty of <c>opera</c>.</summary>
    public double PenaltyWeights { get; init; } = 1;

    /// <summary>How far <c>vcd</c> and <c>vdd</c> move away from what the model says blind; 0 is not at all.</summary>
    public double CdAlpha { get; init; } = 1;

    /// <summary>Share of the likeliest token's probability below which <c>vcd</c> and <c>vdd</c> rule tokens out; 0.2 for yes/no questions in the paper.</summary>
    public double CdBeta { get; init; } = 0.1;

    /// <summary>Step of the noise on the picture of <c>vcd</c>, from 0 to 999.</summary>
    public int NoiseStep { get; init; } = 500;

    /// <summary>Whether <c>vdd</c> weighs against the question alone.</summary>
    public bool UseDd { get; init; } = true;

    /// <summary>Whether <c>vdd</c> weighs against the unknown token in the picture's place; with <c>use_dd</c>, against the mean of both.</summary>
    public bool UseDdUnk { get; init; }

    /// <summary>Layers that <c>dola</c> chooses from, 0 being the embeddings; without any, every second one of the model's lower half.</summary>
    public IReadOnlyList<int> EarlyExitLayers { get; init; } = [];

    /// <summary>Share of the likeliest token's probability below which <c>dola</c> rules tokens out.</summary>
    public double RelativeTop { get; init; } = 0.1;

    /// <summary>What the probabilities of answers to closed questions are divided by (post-hoc debias, arXiv:2403.05262).</summary>
    public CalibrationInput Calibrate { get; init; } = CalibrationInput.Off;

    /// <summary>The answers that a calibrated question may have: two words, or the letters of options.</summary>
    public IReadOnlyList<string> CalibrateAnswers { get; init; } = ["Yes", "No"];

    /// <summary>Texts that end an answer; they are not part of it.</summary>
    public IReadOnlyList<string> Stop { get; init; } = [];

    /// <inheritdoc/>
    public IEnumerable<Problem> Problems() =>
    [
        .. Must.BePositive(MaxNewTokens),
        .. Must.BePositive(Temperature),
        .. Must.NotBeNegative(TopK),
        .. Must.BeWithin(TopP, 0, 1),
        .. Must.BePositive(RepetitionPenalty ?? 1, nameof(RepetitionPenalty)),
        .. Must.BeWithin(NumBeams, 1, 64),
        .. Must.That(Stop.All(text => text.Length > 0), nameof(Stop), "must not contain an empty text, which would end every answer at once."),
        .. OperaProblems(),
        .. ContrastProblems(),
        .. CalibrationProblems(),
    ];

    private IEnumerable<Problem> OperaProblems() =>
    [
        .. Must.That(Strategy != DecodingStrategy.Opera || NumBeams > 1, nameof(NumBeams), $"must be 2 or greater for the strategy 'opera', but is {NumBeams}."),
        .. Must.BePositive(ScaleFactor),
        .. Must.NotBeNegative(Threshold),
        .. Must.BeWithin(NumAttnCandidates, 1, 64),
        .. Must.NotBeNegative(PenaltyWeights),
    ];

    private IEnumerable<Problem> ContrastProblems() =>
    [
        .. Must.NotBeNegative(CdAlpha),
        .. Must.BeWithin(CdBeta, 0.0, 1.0),
        .. Must.BeWithin(NoiseStep, 0, 999),
        .. Must.That(Strategy != DecodingStrategy.Vdd || UseDd || UseDdUnk, nameof(UseDd), "or use_dd_unk must be true for the strategy 'vdd': it needs something to weigh against."),
        .. Must.That(EarlyExitLayers.All(layer => layer >= 0), nameof(EarlyExitLayers), $"must be 0 or greater, but are {string.Join(", ", EarlyExitLayers)}."),
        .. Must.BeWithin(RelativeTop, 0.0, 1.0),
    ];

    private IEnumerable<Problem> CalibrationProblems() =>
    [
        .. Must.That(
            Calibrate == CalibrationInput.Off || Strategy is not (DecodingStrategy.Beam or DecodingStrategy.Opera),
            nameof(Calibrate),
            "reads the probabilities of single tokens, which beams have not. Set strategy: greedy."),
        .. Must.That(
            CalibrateAnswers.Count > 1 && CalibrateAnswers.All(text => text.Length > 0) && CalibrateAnswers.Distinct(StringComparer.OrdinalIgnoreCase).Count() == CalibrateAnswers.Count,
            nameof(CalibrateAnswers),
            "must be two or more different words."),
    ];
}
