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
    public async Task Take_TakesWhatIsAvailable(int most, int taken)
    {
        var plan = new StockPlan(new StockLevel(OnHand: 10, Reserved: 3), Nothing, Some.Noon);
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
        var plan = new StockPlan(new StockLevel(OnHand: 6, Reserved: 0), new Dictionary<string, TableEntity>(StringComparer.Ordinal) { [row.RowKey] = row }, Some.Noon);
        var take = new StockRequest.Take("k", 5, "备货");

        plan.Add(take);
        plan.Answer();

        Assert.Equal(4, (await take.Answer.Task).Taken);
        Assert.Equal(new StockLevel(6, 0), plan.Level);
        Assert.True(plan.IsEmpty);
    }

    // What the first in a transaction takes is gone for the second.
    [Fact]
    public async Task Takes_InOneTransaction_ShareWhatThereIs()
    {
        var plan = new StockPlan(new StockLevel(OnHand: 10, Reserved: 0), Nothing, Some.Noon);
        var takes = new[] { new StockRequest.Take("a", 7, ""), new StockRequest.Take("b", 7, "") };

        Array.ForEach(takes, plan.Add);
        plan.Answer();

        Assert.Equal([7, 3], (await Task.WhenAll(takes.Select(t => t.Answer.Task))).Select(a => a.Taken));
    }

    // A change that took the last pieces is repeated: it was done, however little there is now.
    [Fact]
    public void Change_ThatIsRefused_MayHaveBeenDone()
    {
        var plan = new StockPlan(new StockLevel(OnHand: 1, Reserved: 0), Nothing, Some.Noon);

        plan.Add(new StockRequest.Change("k", -5, "盘点", By: null));

        Assert.True(plan.AnyRowRefused);
    }
}
