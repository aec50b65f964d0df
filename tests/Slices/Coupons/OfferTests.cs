using System.Text.Json.Nodes;
using WeCommerce.Testing;

namespace WeCommerce.Slices.Coupons;

/// <summary>Offers change; what is issued does not.</summary>
public sealed class OfferTests(Azurite azurite) : ShopTests(azurite)
{
    [Fact]
    public async Task WhatIsIssued_KeepsItsTerms_WhenTheOfferChanges()
    {
        var li = await Shop.LogInAsync();
        var offer = await Shop.PutOfferAsync(new { perMember = 2 });
        var (end, before) = (Shop.Time.GetUtcNow().AddDays(90), await li.ClaimAsync(offer));

        await Shop.PutOfferAsync(new { perMember = 2, amountFen = 100, quantity = 150, claimUntil = end, validUntil = end }, offer);
        var after = await li.ClaimAsync(offer);

        Assert.Equal((500, 100), ((int)(await li.CouponAsync(before))["terms"]!["amountFen"]!, (int)(await li.CouponAsync(after))["terms"]!["amountFen"]!));
        Assert.True((await li.CouponAsync(after))["validUntil"]!.GetValue<DateTimeOffset>() > (await li.CouponAsync(before))["validUntil"]!.GetValue<DateTimeOffset>());
        Assert.Equal((2, 148, 0, 0, 0), await Shop.NumbersOfAsync(offer));
    }

    [Fact]
    public async Task TheQuantity_OnlyGrows_AndIsAddedOnce()
    {
        var offer = await Shop.PutOfferAsync(new { quantity = 3 });
        await Shop.PutOfferAsync(new { quantity = 3, title = "换个名字" }, offer);
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Shop.TryPutOfferAsync(offer, new { quantity = 7 })));

        (await Shop.TryPutOfferAsync(offer, new { quantity = 6 })).Expect(409, "COUPONS_OFFERED");

        await Eventually.IsAsync(async () => (await Shop.NumbersOfAsync(offer)).Left == 7, "seven are left");
        Assert.Equal(0, (await Shop.NumbersOfAsync(offer)).Issued);
    }

    [Fact]
    public async Task TermsThatContradictThemselves_AreRefused()
    {
        var now = Shop.Time.GetUtcNow();
        foreach (var (field, change) in new (string, object)[]
        {
            ("kind", new { kind = (string?)null }), ("amountFen", new { amountFen = 0 }), ("amountFen", new { kind = "PercentOff", percentOff = 20 }),
            ("percentOff", new { kind = "PercentOff", amountFen = (int?)null, percentOff = 100 }), ("mostFen", new { mostFen = 100 }), ("quantity", new { quantity = 0 }),
            ("claimUntil", new { claimUntil = now.AddDays(-2) }), ("validDays", new { validDays = 7 }), ("validDays", new { validUntil = (DateTimeOffset?)null }),
            ("stacksWith", new { stacksWith = new[] { "Coupon", "Coupon" } }), ("scope.spuIds[0]", new { scope = new { spuIds = new[] { "a/b" } } }),
            ("validUntil", new { validUntil = DateTimeOffset.MaxValue }),
        })
        {
            var reply = (await Shop.TryPutOfferAsync("offer", change)).Expect(422, "INVALID_REQUEST");
            Assert.True(reply.Json["errors"]![field] is JsonArray, $"{field}: {reply}");
        }
        (await Shop.TryPutOfferAsync("offer", new { stacksWith = new[] { "Everything" } })).Expect(400);
        (await Shop.TryPutOfferAsync("a b")).Expect(400);
    }
}
