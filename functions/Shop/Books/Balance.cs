using WeCommerce.Shop.Money;

namespace WeCommerce.Shop.Books;

/// <summary>What an account holds after some entries: debits less credits.</summary>
internal sealed record Balance(Account Account, Fen DebitFen, Fen CreditFen)
{
    public Fen NetFen => DebitFen - CreditFen;

    public static IReadOnlyList<Balance> Of(IEnumerable<Entry> entries)
    {
        var all = entries.ToList();
        return
        [
            .. from account in Enum.GetValues<Account>()
               let debit = Fen.Sum(all.Where(e => e.Debit == account).Select(e => e.AmountFen))
               let credit = Fen.Sum(all.Where(e => e.Credit == account).Select(e => e.AmountFen))
               where debit != Fen.Zero || credit != Fen.Zero
               select new Balance(account, debit, credit),
        ];
    }
}
