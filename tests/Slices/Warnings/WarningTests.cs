using WeCommerce.Slices.AfterSales;
using WeCommerce.Testing;

namespace WeCommerce.Slices.Warnings;

/// <summary>What WeChat tells the shop about its apps and its parcels.</summary>
public sealed class WarningTests(Azurite azurite) : ShopTests(azurite)
{
    [Fact]
    public async Task WhatAPersonHasToSee_BecomesATask_OnceHoweverOftenItIsPushed()
    {
        await Shop.SetUpPushesAsync();
        object[] pushes =
        [
            new { type = "wxa_punish_event", punish_id = "p-1", illegal_reason = "诱导分享", rule_name = "运营规范 5.1" },
            new { type = "weapp_audit_fail", FailTime = 1_800_000_001, Reason = "页面内容不符" },
            new { type = "weapp_audit_delay", DelayTime = 1_800_000_002, Reason = "需要补充材料" },
            new { type = "wxa_privacy_apply", result_info = new { api_name = "wx.chooseAddress", audit_id = 77, status = 2, reason = "场景说明不足" } },
            new { type = "wxa_privacy_apply", result_info = new { api_name = "wx.getLocation", audit_id = 78, status = 1 } },
            new { type = "wxa_comment_bad_score", result = new { comment_id = "c-1" } },
        ];

        foreach (var push in pushes.Concat(pushes.Take(1)))
            Assert.Equal("success", $"{(await Shop.PushAsync(push))["body"]}");

        var keeper = await Shop.LogInAsOperatorAsync();
        var kinds = await Eventually.SeeAsync(
            async () => (await keeper.GetAsync("v1/ops/tasks")).Expect(200).Json["items"]!.AsArray().Select(t => $"{t!["kind"]}").Order(StringComparer.Ordinal).ToList(),
            all => all.Count == 5,
            "five tasks");
        Assert.Equal(["BadComment", "PrivacyApiRefused", "VersionRefused", "VersionRefused", "WeChatPunished"], kinds);
    }

    [Fact]
    public async Task WhereAParcelIs_StandsWithIt_InOrder_AndOnce()
    {
        await Shop.SetUpPushesAsync();
        var (li, keeper, sku) = (await Shop.LogInAsync(), await Shop.LogInAsOperatorAsync(), await Shop.PutOnSaleAsync(pieces: 1));
        var orderId = (await li.BuyAsync(sku)).OrderId;
        await keeper.ShipAsync(orderId, "SF100");
        var (picked, way, signed) = (Step(1_800_000_000, 100001, "已揽件"), Step(1_800_003_600, 200001, "运输中"), Step(1_800_007_200, 300003, "已签收"));

        await Shop.PushAsync(new { type = "add_express_path", DeliveryID = "SF", WayBillId = "SF100", OrderId = orderId, Version = 2, Count = 2, Actions = new[] { way, signed } });
        await Shop.PushAsync(new { type = "add_express_path", DeliveryID = "SF", WayBillId = "SF100", OrderId = orderId, Version = 1, Count = 2, Actions = new[] { picked, way } });
        await Shop.PushAsync(new { type = "add_express_path", DeliveryID = "SF", WayBillId = "SF999", OrderId = orderId, Version = 1, Count = 1, Actions = new[] { picked } });
        await Shop.PushAsync(new { type = "add_express_path", DeliveryID = "SF", WayBillId = "SF100", OrderId = "of another system", Version = 1, Count = 1, Actions = new[] { picked } });

        var order = await li.SeeOrderAsync(orderId, o => o["shipments"]![0]!["track"]!.AsArray().Count == 3);
        await Eventually.IsAsync(async () => await Shop.EffectsLeftAsync() == 0, "all pushes are taken");
        Assert.Equal(["已揽件", "运输中", "已签收"], order["shipments"]![0]!["track"]!.AsArray().Select(s => $"{s!["text"]}"));
    }

    private static object Step(long at, int type, string text) => new { ActionTime = at, ActionType = type, ActionMsg = text };
}
