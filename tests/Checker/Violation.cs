namespace WeCommerce.Checker;

/// <summary>Something that must never be.</summary>
/// <param name="Rule">The rule's name.</param>
/// <param name="Evidence">What contradicts it, with ids and amounts.</param>
public sealed record Violation(string Rule, string Evidence)
{
    public override string ToString() => $"{Rule}: {Evidence}";
}
