using System.Text.Json.Nodes;
using WeCommerce.Shop.Members;
using WeCommerce.Storage;
using WeCommerce.Testing;

namespace WeCommerce.Slices.Coupons;

/// <summary>Coupons given to lists of members.</summary>
public sealed class GrantTests(Azurite azurite) : ShopTests(azurite)
{
    [Fact]
    public async Task AGrantToFiveHundred_GivesEachOne_HoweverOftenItIsAsked()
    {
        var (offer, li, keeper) = (await Shop.PutOfferAsync(new { channel = "Grant", quantity = 1000 }), await Shop.LogInAsync(), await Shop.LogInAsOperatorAsync());
        var body = new { memberIds = Members(499).Append(li.MemberId).ToList() };

        var replies = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => keeper.PostAsync($"v1/ops/coupon-offers/{offer}/grants", body, "spring")));
        Assert.Contains(replies, r => r.Status == 202);
        var grantId = $"{replies.First(r => r.Status == 202).Json["grantId"]}";
        var done = await SeeAsync(keeper, offer, grantId, "Done");

        Assert.Equal((500, 500, 0), ((int)done["members"]!, (int)done["given"]!, (int)done["notGiven"]!));
        Assert.Equal(500, (await Shop.NumbersOfAsync(offer)).Issued);
        Assert.Single((await li.GetAsync("v1/coupons")).Expect(200).Json["items"]!.AsArray());
        Assert.Equal("Done", $"{(await keeper.PostAsync($"v1/ops/coupon-offers/{offer}/grants", body, "spring")).Expect(202).Json["status"]}");
        (await keeper.PostAsync($"v1/ops/coupon-offers/{offer}/grants", new { memberIds = Members(1) }, "spring")).Expect(422, "IDEMPOTENCY_KEY_REUSED");
        (await keeper.PostAsync($"v1/ops/coupon-offers/{offer}/grants", body)).Expect(400, "IDEMPOTENCY_KEY_REQUIRED");
        // Another grant gives another coupon: limits per member are for claims.
        await SeeAsync(keeper, offer, $"{(await keeper.PostAsync($"v1/ops/coupon-offers/{offer}/grants", new { memberIds = new[] { li.MemberId } }, "summer")).Expect(202).Json["grantId"]}", "Done");
        Assert.Equal(2, (await li.GetAsync("v1/coupons")).Expect(200).Json["items"]!.AsArray().Count);
    }

    [Fact]
    public async Task AGrantOfMoreThanThereAre_SaysHowManyGotNone()
    {
        var (offer, keeper) = (await Shop.PutOfferAsync(new { quantity = 5 }), await Shop.LogInAsOperatorAsync());

        var grantId = $"{(await keeper.PostAsync($"v1/ops/coupon-offers/{offer}/grants", new { memberIds = Members(8) }, "k")).Expect(202).Json["grantId"]}";
        var done = await SeeAsync(keeper, offer, grantId, "Done");

        Assert.Equal((5, 3), ((int)done["given"]!, (int)done["notGiven"]!));
        Assert.Equal((5, 0), ((await Shop.NumbersOfAsync(offer)).Issued, (await Shop.NumbersOfAsync(offer)).Left));
    }

    [Fact]
    public async Task AGrantAtATime_WaitsForIt()
    {
        var (offer, li, keeper) = (
            await Shop.PutOfferAsync(new { validUntil = (DateTimeOffset?)null, validDays = 3 }), await Shop.LogInAsync(), await Shop.LogInAsOperatorAsync());
        var at = Shop.Time.GetUtcNow().AddHours(5);

        var reply = (await keeper.PostAsync($"v1/ops/coupon-offers/{offer}/grants", new { memberIds = new[] { li.MemberId }, at }, "k")).Expect(202);
        Assert.Equal("Scheduled", $"{reply.Json["status"]}");
        await Eventually.IsAsync(async () => (await StoredRows.AllAsync(Shop.ConnectionString)).Any(r => r.Table == "Deadlines" && r.Row.RowKey.Contains("CouponGrantDue", StringComparison.Ordinal)), "the deadline is set");
        await Shop.FireAsync("MeetDeadlines", "");
        Assert.Empty((await li.GetAsync("v1/coupons")).Expect(200).Json["items"]!.AsArray());
        await Shop.PassAsync(TimeSpan.FromHours(5.1));

        await SeeAsync(keeper, offer, $"{reply.Json["grantId"]}", "Done");
        var coupon = Assert.Single((await li.GetAsync("v1/coupons")).Expect(200).Json["items"]!.AsArray())!;
        Assert.True(coupon["validFrom"]!.GetValue<DateTimeOffset>() >= at);
    }

    [Fact]
    public async Task AGrantThatCannotBe_IsRefused()
    {
        var (offer, keeper) = (await Shop.PutOfferAsync(), await Shop.LogInAsOperatorAsync());
        var member = Members(1)[0];
        foreach (object bad in new object[]
        {
            new { memberIds = Array.Empty<string>() }, new { memberIds = new[] { member, member } }, new { memberIds = new[] { "somebody" } }, new { },
            new { memberIds = new[] { member }, at = DateTimeOffset.MaxValue },
        })
        {
            (await keeper.PostAsync($"v1/ops/coupon-offers/{offer}/grants", bad, "k")).Expect(422);
        }
        (await keeper.PostAsync("v1/ops/coupon-offers/unknown/grants", new { memberIds = new[] { member } }, "k")).Expect(404, "COUPON_OFFER_NOT_FOUND");
        (await keeper.PostAsync($"v1/ops/coupon-offers/{offer}/grants", new { memberIds = new[] { member }, at = Shop.Time.GetUtcNow().AddDays(60) }, "k")).Expect(409, "COUPON_OFFER_NOT_OPEN");
        (await keeper.GetAsync($"v1/ops/coupon-offers/{offer}/grants/{offer}.k")).Expect(404, "COUPON_GRANT_NOT_FOUND");
    }

    private static List<string> Members(int count)
    {
        var ids = new Ids(TimeProvider.System);
        return [.. Enumerable.Range(0, count).Select(_ => MemberId.New(ids).Value)];
    }

    private static Task<JsonObject> SeeAsync(Shopper keeper, string offer, string grantId, string status) => Eventually.SeeAsync(
        async () => (await keeper.GetAsync($"v1/ops/coupon-offers/{offer}/grants/{grantId}")).Expect(200).Json, g => $"{g["status"]}" == status, $"grant {grantId} is {status}");
}
