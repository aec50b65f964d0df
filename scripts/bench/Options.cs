namespace WeCommerce.Bench;

/// <summary>How much is measured.</summary>
/// <param name="Only">The one part to measure; null for all.</param>
internal sealed record Options(bool Quick, string? Only)
{
    private static readonly string[] Parts = ["orders", "notifies", "refunds", "queries", "hot", "flash", "groups", "growth", "cost", "verify", "pushes"];

    /// <summary>How often both sides take their turn.</summary>
    public int Rounds => Quick ? 1 : 3;

    public int Scaled(int count) => Quick ? count / 2 : count;

    public bool Wants(string part) => Only is null || Only == part;

    public static Options Parse(IReadOnlyList<string> args)
    {
        var options = new Options(Quick: false, Only: null);
        for (var n = 0; n < args.Count; n++)
        {
            options = args[n] switch
            {
                "--quick" => options with { Quick = true },
                "--only" when n + 1 < args.Count && Parts.Contains(args[n + 1]) => options with { Only = args[++n] },
                _ => throw new Trouble($"Unknown: {string.Join(' ', args.Skip(n))}. Options: --quick (try it out), --only {string.Join('|', Parts)}."),
            };
        }
        return options;
    }
}
