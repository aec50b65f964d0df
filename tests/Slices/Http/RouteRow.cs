using System.Text.Json.Nodes;

namespace WeCommerce.Slices.Http;

/// <summary>Who may call.</summary>
internal enum Caller
{
    Nobody,

    /// <summary>A member, but not the one whose ids are in the path.</summary>
    AnotherShopper,

    /// <summary>The member whose ids are in the path.</summary>
    Shopper,

    Operator,

    /// <summary>With a session of one who may call, eight days old.</summary>
    ExpiredSession,

    /// <summary>With a session of one who may call, signed with a key that is not the shop's.</summary>
    ForeignKey,
}

/// <summary>One route: what each caller gets, and how to call it well.</summary>
/// <param name="Call">Verb and route, as the function has them: <c>GET v1/orders/{orderId}</c>.</param>
/// <param name="Statuses">The status that each <see cref="Caller"/> gets, in their order.</param>
internal sealed record RouteRow(string Call, int[] Statuses)
{
    /// <summary>A good body; null for none.</summary>
    public Func<RouteWorld, Task<JsonObject>>? Body { get; init; }

    /// <summary>Makes what the path names, by the names in the route; null where any new thing will do.</summary>
    public Func<RouteWorld, Task<Dictionary<string, string>>>? Things { get; init; }

    /// <summary>Whether the route needs an Idempotency-Key.</summary>
    public bool Key { get; init; }

    /// <summary>Whether it is the body's sender who is let in, by a signature over it, and no session.</summary>
    public bool Signed { get; init; }

    public string Verb => Call.Split(' ')[0];

    public string Route => Call.Split(' ')[1];

    public bool IsOpen => Statuses[(int)Caller.Nobody] == Statuses[(int)Caller.Shopper];

    public bool IsForOperators => !IsOpen && Statuses[(int)Caller.Shopper] == 403;

    /// <summary>Whether the path names something that belongs to one member.</summary>
    public bool IsOwned => Statuses[(int)Caller.AnotherShopper] == 404;

    /// <summary>One who may call.</summary>
    public Caller GoodCaller => IsForOperators ? Caller.Operator : Caller.Shopper;

    /// <summary>The status of a call by who may call.</summary>
    public int Good => Statuses[(int)GoodCaller];

    public override string ToString() => Call;
}
