using System.Diagnostics;

namespace WeCommerce.Storage;

/// <summary>Where effects are traced: one activity for each try, named by the effect's kind.</summary>
public static class EffectTrace
{
    /// <summary>The name to listen to.</summary>
    public const string SourceName = "WeCommerce.Storage.Effects";

    /// <summary>The custom property that holds the effect itself.</summary>
    public const string Effect = "effect";

    /// <summary><c>Done</c>, <c>Later</c>, or the type of the exception.</summary>
    public const string OutcomeTag = "effect.outcome";

    /// <summary>1 at the first try.</summary>
    public const string AttemptTag = "effect.attempt";

    internal static ActivitySource Source { get; } = new(SourceName);
}
