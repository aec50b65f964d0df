using WeCommerce.Shop.Conversations;
using WeCommerce.Unit.Orders;

namespace WeCommerce.Unit.Conversations;

/// <summary>客服消息下发条件: what WeChat lets an app say, and when.</summary>
public sealed class CustomerWindowTests
{
    private static readonly CustomerWindow Closed = new();

    [Theory]
    [InlineData(CustomerOpening.Written, 5, 48 * 3600)]
    [InlineData(CustomerOpening.Touched, 3, 60)]
    [InlineData(CustomerOpening.Entered, 2, 60)]
    internal void Opened_SomeMessagesForSomeTime(CustomerOpening opening, int most, int seconds)
    {
        var window = Closed.Open(opening, Some.Noon);
        var last = Some.Noon.AddSeconds(seconds - 1);

        Assert.Equal(0, Closed.LeftAt(Some.Noon));
        Assert.Equal((most, 0), (window.LeftAt(last), window.LeftAt(Some.Noon.AddSeconds(seconds))));
        for (var n = most; n > 0; n--)
        {
            Assert.Equal(n, window.LeftAt(last));
            window = window.Spend(last);
        }
        Assert.Equal(0, window.LeftAt(last));
        Assert.Same(window, window.Spend(last));
    }

    // An effect that is done again, and one that comes late, open nothing anew.
    [Fact]
    public void OpenedAgain_ByTheSame_OrByAnOlderOne_IsNotOpenedAnew()
    {
        var spent = Closed.Open(CustomerOpening.Written, Some.Noon).Spend(Some.Noon);

        Assert.Same(spent, spent.Open(CustomerOpening.Written, Some.Noon));
        Assert.Same(spent, spent.Open(CustomerOpening.Written, Some.Noon.AddMinutes(-5)));
        Assert.Equal(5, spent.Open(CustomerOpening.Written, Some.Noon.AddSeconds(1)).LeftAt(Some.Noon.AddSeconds(1)));
    }

    [Fact]
    public void TwoOpenings_DoNotAddUp_InWhateverOrderTheyCome()
    {
        var (written, touched) = (Some.Noon, Some.Noon.AddSeconds(10));
        var one = Closed.Open(CustomerOpening.Written, written).Open(CustomerOpening.Touched, touched);
        var other = Closed.Open(CustomerOpening.Touched, touched).Open(CustomerOpening.Written, written);

        Assert.Equal((5, 5), (one.LeftAt(touched), other.LeftAt(touched)));
        foreach (var window in new[] { one, other })
        {
            var spent = Enumerable.Range(0, 5).Aggregate(window, (w, _) => w.Spend(touched));
            Assert.Equal((0, 0), (spent.LeftAt(touched), spent.LeftAt(touched.AddMinutes(5))));
        }
    }

    [Fact]
    public void Gone_NothingIsLeft_UntilTheyComeAgain()
    {
        var window = Closed.Open(CustomerOpening.Written, Some.Noon).Leave(Some.Noon.AddMinutes(1));

        Assert.Equal(0, window.LeftAt(Some.Noon.AddMinutes(1)));
        // One that was pushed before, and is told after.
        Assert.Equal(0, window.Open(CustomerOpening.Touched, Some.Noon.AddSeconds(50)).LeftAt(Some.Noon.AddMinutes(1)));
        Assert.Equal(3, window.Open(CustomerOpening.Touched, Some.Noon.AddMinutes(2)).LeftAt(Some.Noon.AddMinutes(2)));
        Assert.Same(window, window.Leave(Some.Noon));
    }

    [Fact]
    public void NotTaken_IsGivenBack_ButNotToWhatWasOpenedSince()
    {
        var spent = Closed.Open(CustomerOpening.Written, Some.Noon).Spend(Some.Noon);

        Assert.Equal(5, spent.GiveBack(spent).LeftAt(Some.Noon));
        var anew = spent.Open(CustomerOpening.Written, Some.Noon.AddMinutes(1));
        Assert.Equal(5, anew.GiveBack(spent).LeftAt(Some.Noon.AddMinutes(1)));
    }

    // 45015, 45047: what WeChat says counts more than what the shop counted.
    [Fact]
    public void ClosedByWeChat_NothingIsLeft_ButOfWhatWasOpenedSince()
    {
        var spent = Closed.Open(CustomerOpening.Written, Some.Noon).Spend(Some.Noon);

        Assert.Equal(0, spent.Close(spent).LeftAt(Some.Noon));
        var anew = spent.Open(CustomerOpening.Touched, Some.Noon.AddMinutes(1));
        Assert.Equal(3, anew.Close(spent).LeftAt(Some.Noon.AddMinutes(1)));
    }
}
