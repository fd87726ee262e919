using Microsoft.AspNetCore.Http;

namespace Trainer.Serving.Protocol;

/// <summary>A request can't be answered; the client is told why.</summary>
/// <param name="status">The HTTP status.</param>
/// <param name="message">What is wrong, and what to do.</param>
internal sealed class ApiException(int status, string message) : Exception(message)
{
    /// <summary>The HTTP status.</summary>
    internal int Status => status;

    /// <summary>The part of the request that is wrong, such as <c>messages[0].content</c>.</summary>
    internal string? Parameter { get; init; }

    /// <summary>A word for programs.</summary>
    internal string? Code { get; init; }

    /// <summary>How long to wait before the next try.</summary>
    internal TimeSpan? RetryAfter { get; init; }

    /// <summary>Something is wrong with a part of the request.</summary>
    /// <param name="parameter">The part.</param>
    /// <param name="problem">The rest of a sentence that begins with it.</param>
    /// <param name="code">A word for programs.</param>
    internal static ApiException Invalid(string parameter, string problem, string? code = null) =>
        new(StatusCodes.Status400BadRequest, $"{parameter} {problem}") { Parameter = parameter, Code = code };
}
