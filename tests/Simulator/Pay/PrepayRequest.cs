using System.Text.Json;
using System.Text.RegularExpressions;
using WeCommerce.Simulator.Accounts;
using WeCommerce.Simulator.Wire;

namespace WeCommerce.Simulator.Pay;

/// <summary>The body of JSAPI下单, and its field rules.</summary>
internal static partial class PrepayRequest
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(90);
    private static readonly TimeSpan Usual = TimeSpan.FromDays(7);

    /// <summary>The order that the body asks for, or what is wrong with it.</summary>
    public static (Trade? Trade, PayAnswer? Error) Read(JsonElement body, SimulatorOptions options, People people, DateTimeOffset now)
    {
        var fields = new Fields(body);
        var timeExpire = fields.Time("/time_expire");
        var trade = new Trade
        {
            AppId = fields.Text("/appid", 32),
            MchId = fields.Text("/mchid", 32),
            Description = fields.Text("/description", 127, NotEmpty()),
            OutTradeNo = fields.Text("/out_trade_no", 32, OutTradeNo()),
            Attach = fields.Optional("/attach", 128),
            NotifyUrl = fields.NotifyUrl("/notify_url", 255, required: true)!,
            TotalFen = fields.Number("/amount/total", 1),
            OpenId = fields.Optional("/payer/openid", 128) ?? "",
            DeviceId = fields.Optional("/scene_info/device_id", 32),
            AskedTimeExpire = timeExpire,
            CreatedAt = now,
            TimeExpire = Closing(timeExpire, now),
            Fingerprint = WireJson.Fingerprint(body, "time_expire"),
        };
        CheckOthers(fields);

        var error = fields.Error
            ?? (trade.MchId != options.MchId ? PayErrors.MchIdMismatch("body", trade.MchId) : null)
            ?? (options.App(trade.AppId) is null ? PayErrors.AppIdNotBound : null)
            ?? (trade.OpenId == "" ? PayErrors.OpenIdMissing : null)
            ?? (people.Find(trade.AppId, trade.OpenId) is null ? PayErrors.OpenIdMismatch : null);
        return error is null ? (trade, null) : (null, error);
    }

    private static DateTimeOffset Closing(DateTimeOffset? asked, DateTimeOffset now) =>
        asked is not { } at ? now + Usual
        : at < now + Shortest ? now + Shortest
        : at > now + Longest ? now + Longest
        : at;

    private static void CheckOthers(Fields fields)
    {
        fields.OneOf("/amount/currency", "CNY");
        fields.Optional("/goods_tag", 32);
        fields.Flag("/support_fapiao");
        fields.Flag("/settle_info/profit_sharing");
        foreach (var item in fields.Items("/limit_pay"))
            fields.OneOf(item, "no_balance", "no_credit", "no_debit", "balance_only");

        if (fields.Has("/scene_info"))
            fields.Text("/scene_info/payer_client_ip", 45);
        if (fields.Has("/scene_info/store_info"))
            fields.Text("/scene_info/store_info/id", 32);

        fields.Number("/detail/cost_price", 0, required: false);
        fields.Optional("/detail/invoice_id", 32);
        foreach (var item in fields.Items("/detail/goods_detail"))
        {
            fields.Text($"{item}/merchant_goods_id", 32);
            fields.Optional($"{item}/wechatpay_goods_id", 32);
            fields.Optional($"{item}/goods_name", 256);
            fields.Number($"{item}/quantity", 1);
            fields.Number($"{item}/unit_price", 0);
        }
    }

    [GeneratedRegex("^[0-9A-Za-z_\\-|*]{6,32}\\z", RegexOptions.NonBacktracking)]
    private static partial Regex OutTradeNo();

    [GeneratedRegex(".", RegexOptions.NonBacktracking | RegexOptions.Singleline)]
    private static partial Regex NotEmpty();
}
