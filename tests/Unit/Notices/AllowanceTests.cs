using CsCheck;
using WeCommerce.Shop.Members;
using WeCommerce.Shop.Notices;

namespace WeCommerce.Unit.Notices;

public sealed class AllowanceTests
{
    private const int Cap = 5;

    private static readonly DateOnly Today = new(2026, 11, 26);
    private static readonly AppIdentity Li = new("wx1", OpenId.TryParse("o_li", out var id) ? id : default);
    private static readonly string[] Templates = ["t1", "t2"];

    [Fact]
    public void OneAcceptance_ReportedByTheClientAndByWeChat_IsOnePermission()
    {
        var allowance = new Allowance().Reported("k1", Li, ["t1"]).Pushed("p1", Li, ["t1"]);

        Assert.Equal(1, allowance.Of("t1").Available);
    }

    [Fact]
    public void TheSameReportAgain_CountsForNothing()
    {
        var once = new Allowance().Reported("k1", Li, ["t1"]);

        Assert.Same(once, once.Reported("k1", Li, ["t1"]));
        Assert.Equal(2, once.Reported("k2", Li, ["t1"]).Of("t1").Available);
    }

    [Fact]
    public void ALateReportOfWhatWasRevoked_GivesNothingBack()
    {
        // 43101 came before the push that tells of the same pop-up.
        var allowance = new Allowance().Reported("k1", Li, ["t1"]).Revoked("t1").Pushed("p1", Li, ["t1"]);

        Assert.Equal(0, allowance.Of("t1").Available);
    }

    [Fact]
    public void Spend_WithoutAPermission_IsRefused()
    {
        Assert.Equal(NoticeReason.NoPermission, new Allowance().Spend("t1", keep: 0, Cap, Today).Why);
    }

    [Fact]
    public void Spend_OfTheLastOne_ThatIsKeptForSomethingMoreImportant_IsRefused()
    {
        var one = new Allowance().Reported("k1", Li, ["t1"]);

        Assert.Equal(NoticeReason.KeptForOthers, one.Spend("t1", keep: 1, Cap, Today).Why);
        Assert.NotNull(one.Spend("t1", keep: 0, Cap, Today).Spent);
    }

    [Fact]
    public void Spend_AboveTheDaysMessages_IsRefused_TillTomorrow()
    {
        var full = new Allowance();
        for (var n = 0; n < Cap; n++)
            full = full.Spend(templateId: null, keep: 0, Cap, Today).Spent!;

        Assert.Equal(NoticeReason.EnoughForToday, full.Spend(null, 0, Cap, Today).Why);
        Assert.NotNull(full.Spend(null, 0, Cap, Today.AddDays(1)).Spent);
    }

    [Fact]
    public void GivenBackAfterMidnight_LeavesTheNewDayAlone()
    {
        var spent = new Allowance().Reported("k1", Li, ["t1"]).Spend("t1", 0, Cap, Today).Spent!;
        var tomorrow = spent.Spend(null, 0, Cap, Today.AddDays(1)).Spent!;

        var back = tomorrow.GivenBack("t1", Today);

        Assert.Equal((1, 1), (back.Of("t1").Available, back.SentOn(Today.AddDays(1))));
    }

    /// <summary>Granted, less spent and revoked, is never below nothing; nothing is spent that was not there; a day has never more than its messages.</summary>
    [Fact]
    public void WhateverHappens_InWhateverOrder_NothingIsSpentThatWasNotGiven()
    {
        var step = Gen.Select(Gen.Int[0, 5], Gen.Bool.Select(first => first ? "t1" : "t2"), Gen.Int[0, 9], Gen.Int[0, 2], (what, template, source, day) => (what, template, source, day));
        step.List[0, 80].Sample(steps =>
        {
            var allowance = new Allowance();
            var (spent, given) = (new Dictionary<string, int>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
            var accepted = new Dictionary<string, (HashSet<int> Client, HashSet<int> Push)>(StringComparer.Ordinal);
            foreach (var template in Templates)
                (spent[template], accepted[template]) = (0, ([], []));
            foreach (var (what, template, source, days) in steps)
            {
                var day = Today.AddDays(days);
                switch (what)
                {
                    case 0:
                        allowance = allowance.Reported($"{template}-{source}", Li, [template]);
                        accepted[template].Client.Add(source);
                        break;
                    case 1:
                        allowance = allowance.Pushed($"{template}-{source}", Li, [template]);
                        accepted[template].Push.Add(source);
                        break;
                    case 2:
                        allowance = allowance.Revoked(template);
                        break;
                    case 3 when spent[template] > 0:
                        allowance = allowance.GivenBack(template, day);
                        spent[template]--;
                        break;
                    default:
                        var before = allowance.Of(template).Available;
                        if (allowance.Spend(template, keep: 0, Cap, day).Spent is { } after)
                        {
                            Assert.True(before > 0);
                            Assert.InRange(after.SentOn(day), 1, Cap);
                            allowance = after;
                            spent[template]++;
                        }
                        break;
                }
                foreach (var t in Templates)
                {
                    var permission = allowance.Of(t);
                    Assert.True(permission.Available >= 0, $"{permission}");
                    Assert.Equal(spent[t], permission.Spent);
                    Assert.True(permission.Granted <= accepted[t].Client.Union(accepted[t].Push).Count());
                }
            }
        });
    }
}
