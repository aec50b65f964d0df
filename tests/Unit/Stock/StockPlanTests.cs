using Azure.Data.Tables;
using WeCommerce.Shop.Stock;
using WeCommerce.Unit.Orders;

namespace WeCommerce.Unit.Stock;

public sealed class StockPlanTests
{
    private static readonly Dictionary<string, TableEntity> Nothing = new(StringComparer.Ordinal);

    [Theory]
    [InlineData(5, 5)]
    [InlineData(9, 7)]
    [InlineData(0, 0)]
    [InlineData(-1, 0)]
    public async Task Take_TakesWhatIsAvailable(int most, int taken)
    {
        var plan = new StockPlan(new StockLevel(OnHand: 10, Reserved: 3), isStored: false, Nothing, Some.Noon);
        var take = new StockRequest.Take("k", most, "备货");

        plan.Add(take);
        plan.Answer();

        Assert.Equal(new StockAnswer(Done: true, new StockLevel(10 - taken, 3), taken), await take.Answer.Task);
        Assert.False(plan.IsEmpty);
    }

    // The row says what the first try took, whatever there is now.
    [Fact]
    public async Task Take_ThatWasDone_HearsTheSameAgain()
    {
        var row = StockRows.ChangeOf("k", -4, "备货", by: null, new StockLevel(6, 0), Some.Noon);
        var plan = new StockPlan(new StockLevel(OnHand: 6, Reserved: 0), isStored: false, new Dictionary<string, TableEntity>(StringComparer.Ordinal) { [row.RowKey] = row }, Some.Noon);
        var take = new StockRequest.Take("k", 5, "备货");

        plan.Add(take);
        plan.Answer();

        Assert.Equal(4, (await take.Answer.Task).Pieces);
        Assert.Equal(new StockLevel(6, 0), plan.Level);
        Assert.True(plan.IsEmpty);
    }

    // What the first in a transaction takes is gone for the second.
    [Fact]
    public async Task Takes_InOneTransaction_ShareWhatThereIs()
    {
        var plan = new StockPlan(new StockLevel(OnHand: 10, Reserved: 0), isStored: false, Nothing, Some.Noon);
        var takes = new[] { new StockRequest.Take("a", 7, ""), new StockRequest.Take("b", 7, "") };

        Array.ForEach(takes, plan.Add);
        plan.Answer();

        Assert.Equal([7, 3], (await Task.WhenAll(takes.Select(t => t.Answer.Task))).Select(a => a.Pieces));
    }

    // A change that took the last pieces is repeated: it was done, however little there is now.
    [Fact]
    public void Change_ThatIsRefused_MayHaveBeenDone()
    {
        var plan = new StockPlan(new StockLevel(OnHand: 1, Reserved: 0), isStored: false, Nothing, Some.Noon);

        plan.Add(new StockRequest.Change("k", -5, "盘点", By: null));

        Assert.True(plan.AnyRowRefused);
    }

    [Fact]
    public async Task Hold_OfAsManyAsThereAre_HoldsThose()
    {
        var plan = new StockPlan(new StockLevel(OnHand: 5, Reserved: 3), isStored: true, Nothing, Some.Noon);
        var hold = new StockRequest.Hold(Some.UnpaidOrder().OrderId, 3, Some.Noon, OrFewer: true);
        var none = new StockRequest.Hold(Some.UnpaidOrder().OrderId, 3, Some.Noon, OrFewer: true);

        plan.Add(hold);
        plan.Add(none);
        plan.Answer();

        Assert.Equal(new StockAnswer(Done: true, new StockLevel(5, 5), 2), await hold.Answer.Task);
        Assert.False((await none.Answer.Task).Done);
    }

    // Another instance held it after the level was looked at.
    [Fact]
    public void End_OfAHoldThatTheLevelDoesNotKnow_MustBeLookedAtAgain()
    {
        var order = Some.UnpaidOrder().OrderId;
        var row = StockRows.HoldOf(order, 2, Some.Noon);
        var plan = new StockPlan(new StockLevel(OnHand: 5, Reserved: 1), isStored: true, new Dictionary<string, TableEntity>(StringComparer.Ordinal) { [row.RowKey] = row }, Some.Noon);

        plan.Add(new StockRequest.End(order, Sold: true));

        Assert.True(plan.IsTorn);
    }

    // What is remembered says nothing certain.
    [Fact]
    public void Look_AtWhatIsRemembered_IsRefused()
    {
        var plan = new StockPlan(new StockLevel(OnHand: 5, Reserved: 0), isStored: false, Nothing, Some.Noon);

        plan.Add(new StockRequest.Look());

        Assert.True(plan.AnyRefused);
    }

    [Fact]
    public void Divide_OnlyGrows()
    {
        var plan = new StockPlan(new StockLevel(OnHand: 5, Reserved: 0, Parts: 4), isStored: true, Nothing, Some.Noon);

        plan.Add(new StockRequest.Divide(2));
        Assert.True(plan.IsEmpty);
        plan.Add(new StockRequest.Divide(8));

        Assert.Equal(8, plan.Level.Parts);
        Assert.False(plan.IsEmpty);
    }
}
