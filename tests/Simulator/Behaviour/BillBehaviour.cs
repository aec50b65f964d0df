namespace WeCommerce.Simulator.Behaviour;

internal sealed record BillBehaviour
{
    /// <summary>Serves today's bill, and yesterday's before 10:00.</summary>
    public bool AtOnce { get; init; }

    /// <summary>手续费 of the payments from now on, in hundredths of a percent: 60 is 0.60%.</summary>
    public int FeeRate { get; init; } = 60;

    /// <summary>What the bills get wrong, each on the first line that suits it and that no other lie has touched.</summary>
    public IReadOnlyList<BillLie> Lies { get; init; } = [];

    /// <summary>hash_value is not the file's.</summary>
    public bool WrongHash { get; init; }

    /// <summary>The download breaks off half way; hash_value is the whole file's.</summary>
    public bool Truncate { get; init; }
}

/// <summary>The seven ways in which a bill can differ from a shop's books.</summary>
internal enum BillLie
{
    /// <summary>A payment is left out.</summary>
    MissingTrade,

    /// <summary>A payment is there that never was.</summary>
    ExtraTrade,

    /// <summary>A payment is 1 fen more.</summary>
    Amount,

    /// <summary>A payment's 手续费 is 1 fen more.</summary>
    Fee,

    /// <summary>A refund is 1 fen more.</summary>
    Refund,

    /// <summary>A line comes twice.</summary>
    Duplicate,

    /// <summary>A payment is REVOKED; where there is none, a refund is PROCESSING.</summary>
    State,
}
