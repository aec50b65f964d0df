using System.Text.Json;
using WeCommerce.Simulator.Accounts;
using WeCommerce.Simulator.Behaviour;
using WeCommerce.Simulator.Pay;

namespace WeCommerce.Simulator.Shipping;

/// <summary>发货信息管理 and the carriers' list.</summary>
internal sealed class ShippingEndpoints(
    SimulatorOptions options,
    AccessTokens tokens,
    ApiDoor door,
    Shipments shipments,
    ShippingClock clock,
    Outbox outbox,
    CurrentBehaviour behaviour)
{
    private const string Orders = "/wxa/sec/order/";

    public void Map(IEndpointRouteBuilder routes)
    {
        Map<UploadShippingInfo>(routes, Orders + "upload_shipping_info", Ship);
        Map<UploadCombinedShippingInfo>(routes, Orders + "upload_combined_shipping_info", ShipCombined);
        Map<OrderName>(routes, Orders + "get_order", Order);
        Map<GetOrderList>(routes, Orders + "get_order_list", List);
        Map<NotifyConfirmReceive>(routes, Orders + "notify_confirm_receive", Remind);
        Map<OfApp>(routes, Orders + "is_trade_managed", (appId, asked, _) => OfApp(appId, asked) ?? ApiAnswer.Ok(
            new { errcode = 0, errmsg = "ok", is_trade_managed = behaviour.Now.Shipping.Managed }));
        Map<OfApp>(routes, Orders + "is_trade_management_confirmation_completed", (appId, asked, _) => OfApp(appId, asked) ?? ApiAnswer.Ok(
            new { errcode = 0, errmsg = "ok", completed = behaviour.Now.Shipping.ConfirmationCompleted }));
        routes.MapMethods("/cgi-bin/express/delivery/open_msg/get_delivery_list", ["GET", "POST"], (HttpRequest request) =>
            Check(request, tokens) ?? CarrierList());
    }

    private void Map<T>(IEndpointRouteBuilder routes, string path, Func<string, T, JsonElement, IResult> handle) =>
        door.Post(routes, path, kind: null, handle);

    private static IResult? Check(HttpRequest request, AccessTokens tokens) => HttpMethods.IsPost(request.Method)
        ? tokens.Check(request.Query["access_token"], out _)
        : ApiAnswer.Error(43002, "require POST method");

    private ApiAnswer Ship(string appId, UploadShippingInfo asked, JsonElement body) =>
        ShippingRules.Check(asked) ?? Ship("ShippingInfo", appId, [asked], body);

    private ApiAnswer ShipCombined(string appId, UploadCombinedShippingInfo asked, JsonElement body)
    {
        if (ShippingRules.CheckKey(asked.OrderKey) is { } badKey)
            return badKey;
        if (asked.SubOrders is not { Count: > 0 } subOrders)
            return ShippingErrors.Param("sub_orders");
        var uploads = subOrders.Select(sub => sub with { UploadTime = asked.UploadTime, Payer = asked.Payer }).ToList();
        if (uploads.Exists(upload => upload.OrderKey?.OrderNumberType != asked.OrderKey!.OrderNumberType))
            return ShippingErrors.OrderNumberType;
        return uploads.Select(ShippingRules.Check).FirstOrDefault(error => error is not null)
            ?? Ship("CombinedShippingInfo", appId, uploads, body);
    }

    private ApiAnswer Ship(string kind, string appId, List<UploadShippingInfo> uploads, JsonElement body)
    {
        var (orders, error) = shipments.Ship(appId, uploads);
        if (error is not null)
            return error;
        outbox.Add(kind, appId, uploads[0].Payer!.Openid, [.. orders.Select(order => order.TransactionId)], body);
        foreach (var order in orders)
            clock.Start(order);
        return ApiAnswer.Done;
    }

    private ApiAnswer Order(string appId, OrderName asked, JsonElement body) =>
        Find(appId, asked) is { } trade
            ? ApiAnswer.Ok(new { errcode = 0, errmsg = "ok", order = BodyOf(trade) })
            : ShippingErrors.OrderNotExist;

    private ApiAnswer List(string appId, GetOrderList asked, JsonElement body)
    {
        if (asked.PageSize is < 1 or > 100)
            return ShippingErrors.Param("page_size");
        var range = asked.PayTimeRange ?? new();
        var all = shipments.Of(appId).Where(trade =>
            (asked.Openid is null || trade.OpenId == asked.Openid) &&
            (asked.OrderState is null || (int)shipments.StateOf(trade) == asked.OrderState) &&
            trade.SuccessTime!.Value.ToUnixTimeSeconds() >= range.BeginTime &&
            trade.SuccessTime!.Value.ToUnixTimeSeconds() <= range.EndTime).ToList();
        var from = string.IsNullOrEmpty(asked.LastIndex) ? 0 : all.FindIndex(trade => trade.TransactionId == asked.LastIndex) + 1;
        if (from == 0 && !string.IsNullOrEmpty(asked.LastIndex))
            return ShippingErrors.LastIndex;

        var page = all.Skip(from).Take(asked.PageSize).ToList();
        return ApiAnswer.Ok(new
        {
            errcode = 0,
            errmsg = "ok",
            order_list = page.Select(BodyOf),
            last_index = page.Count > 0 ? page[^1].TransactionId : asked.LastIndex,
            has_more = from + page.Count < all.Count,
        });
    }

    private ApiAnswer Remind(string appId, NotifyConfirmReceive asked, JsonElement body)
    {
        if (Find(appId, asked) is not { } trade)
            return ShippingErrors.OrderNotExist;
        if (asked.ReceivedTime is not (>= 0 and <= uint.MaxValue))
            return ShippingErrors.ReceivedTime;
        if (shipments.Remind(trade, DateTimeOffset.FromUnixTimeSeconds(asked.ReceivedTime.Value)) is { } error)
            return error;
        outbox.Add("ReceiptReminder", appId, trade.OpenId, [trade.TransactionId!], body);
        return ApiAnswer.Done;
    }

    private ApiAnswer? OfApp(string appId, OfApp asked) =>
        string.IsNullOrEmpty(asked.Appid) ? ApiAnswer.Error(40097, "invalid args")
        : options.App(asked.Appid) is null || asked.Appid != appId ? ApiAnswer.Error(40013, "invalid appid")
        : null;

    private static ApiAnswer CarrierList() => ApiAnswer.Ok(new
    {
        errcode = 0,
        delivery_list = Carriers.Names.Select(carrier => new { delivery_id = carrier.Key, delivery_name = carrier.Value }),
        count = Carriers.Names.Count,
    });

    private Trade? Find(string appId, OrderName name) => shipments.Find(appId, name.TransactionId, name.MerchantId, name.MerchantTradeNo);

    private object BodyOf(Trade trade) => OrderBody.Of(trade, shipments.StateOf(trade), shipments.ByTransactionId(trade.TransactionId!));
}
