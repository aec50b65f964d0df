using WeCommerce.Testing;

namespace WeCommerce.Slices.Notices;

/// <summary>Where there is no permission, the next way of the rule is tried.</summary>
public sealed class NoticeRouteTests(Azurite azurite) : ShopTests(azurite)
{
    [Fact]
    public async Task WhoWroteAWhileAgo_IsToldByCustomerService()
    {
        await Shop.SetUpPushesAsync();
        await PutRuleAsync();
        var (li, sku) = (await Shop.LogInAsync(), await Shop.PutOnSaleAsync(pieces: 2));
        await Shop.TellWeChatAsync("simulator/actions", new { openId = li.OpenId, action = "write", content = "在吗" });
        await Eventually.IsAsync(async () => await Shop.EffectsLeftAsync() == 0, "what was written is taken");

        await li.BuyAsync(sku);

        var notice = Assert.Single(await Shop.SeeNoticesAsync("Paid", 1));
        Assert.Equal(("Sent", "CustomerMessage", "NoPermission"), (notice.Text("state"), $"{notice["sending"]!["kind"]}", $"{notice["tried"]![0]!["reason"]}"));
        Assert.Equal("明前龙井 50g 已付款 ¥19.90", $"{Assert.Single(await Shop.OutboxAsync("CustomerMessage"))["body"]!["text"]!["content"]}");
    }

    [Fact]
    public async Task WhoFollowsTheOfficialAccount_IsToldByATemplateMessage_Once()
    {
        await Shop.SetUpAccountAsync();
        await PutRuleAsync();
        var (li, sku) = (await Shop.LogInAsync(), await Shop.PutOnSaleAsync(pieces: 2));
        await Shop.TellWeChatAsync("simulator/actions", new { openId = li.OpenId, app = ShopHost.AccountAppId, action = "follow" });
        await Eventually.IsAsync(async () => await Shop.EffectsLeftAsync() == 0, "the follow is taken");

        await li.BuyAsync(sku);

        await Eventually.SeeAsync(async () => (await Shop.SeeNoticesAsync("Paid", 1))[0], n => n.Text("state") == "Delivered", "WeChat says that it arrived");
        var body = Assert.Single(await Shop.OutboxAsync("TemplateMessage"))["body"]!;
        Assert.Equal(("a-paid", "明前龙井 50g", ShopHost.AppId), ($"{body["template_id"]}", $"{body["data"]!["thing1"]!["value"]}", $"{body["miniprogram"]!["appid"]}"));
    }

    [Fact]
    public async Task WhomNoWayLeadsTo_IsNotTold_AndEachWayIsListedWithWhatWasInIt()
    {
        await PutRuleAsync();
        var (li, sku) = (await Shop.LogInAsync(), await Shop.PutOnSaleAsync(pieces: 2));

        await li.BuyAsync(sku);

        var notice = Assert.Single(await Shop.SeeNoticesAsync("Paid", 1));
        Assert.Equal(["NoPermission", "WindowClosed", "NotFollowing"], notice["tried"]!.AsArray().Select(t => $"{t!["reason"]}"));
        Assert.Equal(("NotSent", "NotFollowing"), (notice.Text("state"), notice.Text("reason")));
    }

    private async Task PutRuleAsync()
    {
        var keeper = await Shop.LogInAsOperatorAsync();
        (await keeper.PutAsync("v1/ops/notice-rules/Paid", new
        {
            routes = new object[]
            {
                new { kind = "SubscribeMessage", appId = ShopHost.AppId, templateId = "t-paid", fields = NoticeWorld.FieldsOf(new { thing1 = "{product}" }) },
                new { kind = "CustomerMessage", appId = ShopHost.AppId, text = "{product} 已付款 {amount}" },
                new
                {
                    kind = "TemplateMessage", appId = ShopHost.AccountAppId, templateId = "a-paid", fields = NoticeWorld.FieldsOf(new { thing1 = "{product}" }),
                    page = "pages/order/detail?id={order}", pageAppId = ShopHost.AppId,
                },
            },
        })).Expect(200);
    }
}
