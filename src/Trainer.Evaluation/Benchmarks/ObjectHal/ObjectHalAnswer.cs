namespace Trainer.Evaluation.Benchmarks.ObjectHal;

/// <summary>A description and the objects that a judge found in it.</summary>
/// <param name="Text">The description.</param>
/// <param name="Objects">Names of objects, as nouns, each once.</param>
/// <param name="Present">Classes of objects that are in the picture.</param>
public sealed record ObjectHalAnswer(string Text, IReadOnlyList<string> Objects, IReadOnlySet<string> Present);

/// <summary>What a description mentions of the known classes.</summary>
/// <param name="Mentions">Its objects of known classes, in order.</param>
/// <param name="Hallucinated">Those whose class is not in the picture.</param>
/// <param name="Found">Different classes of the picture that it mentions.</param>
public sealed record ObjectHalMentions(IReadOnlyList<ObjectHalMention> Mentions, IReadOnlyList<ObjectHalMention> Hallucinated, int Found);

/// <summary>A mention of an object.</summary>
/// <param name="Name">The word.</param>
/// <param name="Class">What it is a word for.</param>
public sealed record ObjectHalMention(string Name, string Class);
