using WeCommerce.Simulator.Accounts;
using WeCommerce.Simulator.Keys;
using WeCommerce.Simulator.Messages;
using WeCommerce.Simulator.Pay;
using WeCommerce.Simulator.Shipping;

namespace WeCommerce.Simulator.Books;

/// <summary>What survives a restart. The last four are absent from files of earlier versions.</summary>
internal sealed record SavedState(
    SavedKeys Keys,
    IReadOnlyList<Person> People,
    TradesSnapshot Books,
    IReadOnlyList<ShippedOrder>? Shipments = null,
    IReadOnlyList<OutboxItem>? Outbox = null,
    long? BalanceFen = null,
    IReadOnlyList<Relation>? Relations = null);
