namespace WeCommerce.LocalHost;

/// <summary>The app cannot be started as it is written or configured. All reasons come at once.</summary>
public sealed class InvalidAppException(IReadOnlyList<string> errors)
    : Exception($"The function app cannot start:{Environment.NewLine}{string.Join(Environment.NewLine, errors.Select(error => $"- {error}"))}")
{
    /// <summary>One sentence each.</summary>
    public IReadOnlyList<string> Errors { get; } = errors;
}
