using System.Text.Json;
using WeCommerce.WeChat.Api;
using WeCommerce.WeChat.MiniProgram;

namespace WeCommerce.WeChat.Tests.MiniProgram;

/// <summary>发货信息管理: bodies as its documents show them.</summary>
public sealed class ShippingTests
{
    private static readonly PaymentKey Payment = new PaymentKey.Transaction("4200000001");
    private static readonly PaymentKey OutTrade = new PaymentKey.OutTrade("1900007291", "2026010100001");

    [Fact]
    public async Task One_parcel_is_reported()
    {
        await using var world = await MiniWorld.StartAsync();
        world.Answer = _ => new Reply(200, """{"errcode":0,"errmsg":"ok"}""");

        Assert.Equal(new Reported(IsNews: true), Value(await world.Api().ReportShippingAsync(MiniWorld.AppId, ShippingSamples.Report, default)));

        var request = world.Server.Requests.Last();
        Assert.Equal("/wxa/sec/order/upload_shipping_info?access_token=token-1", request.Target);
        Assert.Equal("application/json", request.Headers.ContentType);
        Assert.Equal(
            """{"order_key":{"order_number_type":2,"transaction_id":"4200000001"},"logistics_type":1,"delivery_mode":1,"shipping_list":[{"tracking_no":"323244567777","express_company":"SF","item_desc":"微信红包抱枕*1个","contact":{"receiver_contact":"189****1234"}}],"upload_time":"2026-01-01T08:00:00.120+08:00","payer":{"openid":"oUpF8uMuAJO_M2pxb1Q9zNjWeS6o"}}""",
            request.Text);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_split_delivery_says_whether_it_is_all(bool isAllDelivered)
    {
        await using var world = await MiniWorld.StartAsync();
        var report = ShippingSamples.Report with
        {
            IsSplit = true,
            IsAllDelivered = isAllDelivered,
            Parcels = [new Parcel { CarrierCode = "DHL", TrackingNo = "1", ItemDesc = "a" }, new Parcel { CarrierCode = "ZTO", TrackingNo = "2", ItemDesc = "b" }],
        };

        Value(await world.Api().ReportShippingAsync(MiniWorld.AppId, report, default));

        Assert.Contains(
            $$"""
            "logistics_type":1,"delivery_mode":2,"is_all_delivered":{{(isAllDelivered ? "true" : "false")}},"shipping_list":[{"tracking_no":"1","express_company":"DHL","item_desc":"a"},{"tracking_no":"2","express_company":"ZTO","item_desc":"b"}]
            """,
            world.Server.Requests.Last().Text,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(LogisticsType.SameCity, 2)]
    [InlineData(LogisticsType.Virtual, 3)]
    [InlineData(LogisticsType.PickUp, 4)]
    public async Task What_no_carrier_brings_needs_no_tracking_number(LogisticsType type, int number)
    {
        await using var world = await MiniWorld.StartAsync();

        Value(await world.Api().ReportShippingAsync(
            MiniWorld.AppId, ShippingSamples.Report with { LogisticsType = type, Parcels = [new Parcel { ItemDesc = "话费" }] }, default));

        Assert.Contains(
            $$"""
            "logistics_type":{{number}},"delivery_mode":1,"shipping_list":[{"item_desc":"话费"}],
            """,
            world.Server.Requests.Last().Text,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_combined_payment_is_reported_with_its_orders()
    {
        await using var world = await MiniWorld.StartAsync();
        var report = new CombinedShippingReport
        {
            Order = OutTrade,
            PayerOpenId = "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o",
            SubOrders =
            [
                new SubOrderShipping
                {
                    Order = new PaymentKey.OutTrade("1900007291", "2026010100002"),
                    LogisticsType = LogisticsType.PickUp,
                    Parcels = [new Parcel { ItemDesc = "a" }],
                },
            ],
            UploadTime = ShippingSamples.Report.UploadTime,
        };

        Value(await world.Api().ReportCombinedShippingAsync(MiniWorld.AppId, report, default));

        var request = world.Server.Requests.Last();
        Assert.Equal("/wxa/sec/order/upload_combined_shipping_info", request.Path);
        Assert.Equal(
            """{"order_key":{"order_number_type":1,"mchid":"1900007291","out_trade_no":"2026010100001"},"sub_orders":[{"order_key":{"order_number_type":1,"mchid":"1900007291","out_trade_no":"2026010100002"},"logistics_type":4,"delivery_mode":1,"shipping_list":[{"item_desc":"a"}]}],"upload_time":"2026-01-01T08:00:00.120+08:00","payer":{"openid":"oUpF8uMuAJO_M2pxb1Q9zNjWeS6o"}}""",
            request.Text);
        var mixed = report with { Order = Payment };
        Assert.Equal(ApiFailureKind.OurFault, Failure(await world.Api().ReportCombinedShippingAsync(MiniWorld.AppId, mixed, default)).Kind);
        var none = report with { SubOrders = [] };
        Assert.Equal(ApiFailureKind.OurFault, Failure(await world.Api().ReportCombinedShippingAsync(MiniWorld.AppId, none, default)).Kind);
    }

    [Fact]
    public async Task A_receipt_is_reminded_of_in_seconds_and_by_other_names_than_the_report()
    {
        await using var world = await MiniWorld.StartAsync();
        var received = DateTimeOffset.FromUnixTimeMilliseconds(1670829139999);

        Value(await world.Api().RemindReceiptAsync(MiniWorld.AppId, Payment, received, default));
        Assert.Equal("""{"transaction_id":"4200000001","received_time":1670829139}""", world.Server.Requests.Last().Text);
        Value(await world.Api().RemindReceiptAsync(MiniWorld.AppId, OutTrade, received, default));
        Assert.Equal(
            """{"merchant_id":"1900007291","merchant_trade_no":"2026010100001","received_time":1670829139}""", world.Server.Requests.Last().Text);
        Assert.Equal("/wxa/sec/order/notify_confirm_receive", world.Server.Requests.Last().Path);
    }

    [Fact]
    public async Task An_order_is_found_with_what_was_reported()
    {
        await using var world = await MiniWorld.StartAsync();
        world.Answer = _ => new Reply(200, """
            {"errcode":0,"errmsg":"ok","order":{"transaction_id":"4200000001","merchant_id":"1900007291","merchant_trade_no":"2026010100001",
            "description":"d","paid_amount":1990,"openid":"oUpF8uMuAJO_M2pxb1Q9zNjWeS6o","trade_create_time":1767225590,"pay_time":1767225600,
            "order_state":2,"in_complaint":true,"shipping":{"delivery_mode":2,"logistics_type":1,"finish_shipping":true,"goods_desc":"g",
            "finish_shipping_count":1,"shipping_list":[{"tracking_no":"323244567777","express_company":"SF","goods_desc":"微信红包抱枕*1个",
            "upload_time":1767225700,"contact":{"receiver_contact":"189****1234"}}]}}}
            """);

        var order = Value(await world.Api().FindShippingOrderAsync(MiniWorld.AppId, OutTrade, default));

        Assert.Equal("""{"merchant_id":"1900007291","merchant_trade_no":"2026010100001"}""", world.Server.Requests.Last().Text);
        Assert.Equal(
            ("1900007291", "2026010100001", "4200000001", ShippingOrderState.Shipped, 1990L, DateTimeOffset.FromUnixTimeSeconds(1767225600), true),
            (order.MchId, order.OutTradeNo, order.TransactionId, order.State, order.PaidFen, order.PayTime, order.IsInComplaint));
        var shipping = order.Shipping!;
        Assert.Equal((LogisticsType.Express, true, true, 1L), (shipping.LogisticsType, shipping.IsSplit, shipping.IsFinished, shipping.FinishedCount));
        Assert.Equal(
            new ReportedParcel("SF", "323244567777", "微信红包抱枕*1个", DateTimeOffset.FromUnixTimeSeconds(1767225700)), Assert.Single(shipping.Parcels));
    }

    [Theory]
    [InlineData(1, ShippingOrderState.ToShip)]
    [InlineData(3, ShippingOrderState.Received)]
    [InlineData(4, ShippingOrderState.Done)]
    [InlineData(5, ShippingOrderState.Refunded)]
    [InlineData(6, ShippingOrderState.AwaitingSettlement)]
    [InlineData(7, ShippingOrderState.Unknown)]
    public async Task An_order_before_shipping_has_its_state_only(int number, ShippingOrderState state)
    {
        await using var world = await MiniWorld.StartAsync();
        world.Answer = _ => new Reply(200, $$"""
            {"order":{"merchant_id":"1","merchant_trade_no":"2","paid_amount":1,"order_state":{{number}},"in_complaint":false} }
            """);

        var order = Value(await world.Api().FindShippingOrderAsync(MiniWorld.AppId, Payment, default));

        Assert.Equal((state, false, null, null), (order.State, order.IsInComplaint, order.Shipping, order.PayTime));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Whether_trade_is_managed_is_asked_for_the_own_app(bool isManaged)
    {
        await using var world = await MiniWorld.StartAsync();
        world.Answer = _ => new Reply(200, $$"""{"errcode":0,"errmsg":"ok","is_trade_managed":{{(isManaged ? "true" : "false")}}}""");

        Assert.Equal(new TradeManagement(isManaged), Value(await world.Api().IsTradeManagedAsync(MiniWorld.AppId, default)));
        Assert.Equal("""{"appid":"wx1234567890abcdef"}""", world.Server.Requests.Last().Text);
    }

    [Fact]
    public async Task A_refused_token_is_replaced_and_the_report_repeated_once()
    {
        await using var world = await MiniWorld.StartAsync();
        world.Answer = r => new Reply(200, r.Target.EndsWith("token-1", StringComparison.Ordinal)
            ? """{"errcode":42001,"errmsg":"access_token expired"}"""
            : """{"errcode":0,"errmsg":"ok"}""");

        Value(await world.Api().ReportShippingAsync(MiniWorld.AppId, ShippingSamples.Report, default));

        var reports = world.Server.Requests.Where(r => r.Path == "/wxa/sec/order/upload_shipping_info").ToList();
        Assert.Equal(2, reports.Count);
        Assert.Equal(reports[0].Text, reports[1].Text);
    }

    [Theory]
    [InlineData(0, "")]
    [InlineData(502, "<html>")]
    [InlineData(200, "[]")]
    [InlineData(200, "")]
    public async Task No_answer_is_never_a_report(int status, string body)
    {
        await using var world = await MiniWorld.StartAsync();
        world.Answer = _ => new Reply(status, body);

        Assert.Equal(ApiFailureKind.TryAgain, Failure(await world.Api().ReportShippingAsync(MiniWorld.AppId, ShippingSamples.Report, default)).Kind);
    }

    private static ApiFailure Failure<T>(ApiAnswer<T> answer)
        where T : class => MiniProgramTests.Failure(answer);

    private static T Value<T>(ApiAnswer<T> answer)
        where T : class => Assert.IsType<ApiAnswer<T>.Success>(answer).Value;
}
