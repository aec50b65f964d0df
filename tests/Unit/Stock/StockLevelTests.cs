using CsCheck;
using WeCommerce.Shop.Stock;

namespace WeCommerce.Unit.Stock;

public sealed class StockLevelTests
{
    [Fact]
    public void Hold_OfMoreThanIsAvailable_IsRefused()
    {
        var level = new StockLevel(OnHand: 10, Reserved: 7);

        Assert.Equal(new StockLevel(10, 10), level.Hold(3));
        Assert.Null(level.Hold(4));
        Assert.Null(level.Hold(0));
        Assert.Null(level.Hold(-1));
    }

    [Fact]
    public void Change_BelowWhatIsHeld_IsRefused()
    {
        var level = new StockLevel(OnHand: 10, Reserved: 7);

        Assert.Equal(new StockLevel(7, 7), level.Change(-3));
        Assert.Null(level.Change(-4));
        Assert.Null(level.Change(int.MaxValue));
    }

    // On-hand and holds add up, whatever happens.
    [Fact]
    public void AnySequence_KeepsTheSums() => Gen.Select(Gen.Int[0, 3], Gen.Int[1, 9]).List[1, 60].Sample(steps =>
    {
        var (level, holds, sold, added) = (default(StockLevel), new Queue<int>(), 0, 0);
        foreach (var (what, n) in steps)
        {
            switch (what)
            {
                case 0 when level.Change(n) is { } more:
                    (level, added) = (more, added + n);
                    break;
                case 1 when level.Hold(n) is { } held:
                    level = held;
                    holds.Enqueue(n);
                    break;
                case 2 when holds.TryDequeue(out var freed):
                    level = level.Release(freed);
                    break;
                case 3 when holds.TryDequeue(out var gone):
                    (level, sold) = (level.Sell(gone), sold + gone);
                    break;
            }
            Assert.Equal(added - sold, level.OnHand);
            Assert.Equal(holds.Sum(), level.Reserved);
            Assert.True(level.Available >= 0);
        }
    });

    [Fact]
    public void Release_OfMoreThanIsHeld_IsABug() => Assert.Throws<InvalidOperationException>(() => new StockLevel(5, 1).Release(2));
}
