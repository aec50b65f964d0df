using WeCommerce.Simulator.Accounts;
using WeCommerce.Simulator.Keys;
using WeCommerce.Simulator.Pay;

namespace WeCommerce.Simulator.Books;

/// <summary>What survives a restart.</summary>
internal sealed record SavedState(SavedKeys Keys, IReadOnlyList<Person> People, TradesSnapshot Books);
