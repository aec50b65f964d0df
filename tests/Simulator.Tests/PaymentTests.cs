namespace WeCommerce.Simulator.Tests;

public sealed class PaymentTests
{
    [Fact]
    public async Task A_shop_logs_in_prepays_and_is_notified_of_the_payment()
    {
        await using var game = await Game.StartAsync();
        var openId = await game.UserAsync();
        var login = await game.LoginAsync(await game.LoginCodeAsync(openId));
        Assert.Equal(openId, login.Text("openid"));

        var prepay = await game.PrepayAsync(game.Order("ORDER-1", openId));
        Assert.Equal(200, prepay.Status);
        Assert.True(prepay.SignedBy(game.Simulator.PublicKeyPem));
        Assert.Equal(game.Simulator.PublicKeyId, prepay.Header("Wechatpay-Serial"));

        var transactionId = (await game.PayAsync(prepay.Text("prepay_id")!, openId)).Text("transactionId");
        var notify = await game.Shop.NextAsync();

        Assert.True(notify.SignedBy(game.Simulator.PublicKeyPem));
        Assert.Equal("TRANSACTION.SUCCESS", notify.EventType);
        Assert.Equal("encrypt-resource", notify.Json.GetProperty("resource_type").GetString());
        Assert.Equal("2026-03-01T09:00:00+08:00", notify.Json.GetProperty("create_time").GetString());
        var resource = notify.Json.GetProperty("resource");
        Assert.Equal("AEAD_AES_256_GCM", resource.GetProperty("algorithm").GetString());
        Assert.Equal("transaction", resource.GetProperty("original_type").GetString());
        Assert.Equal(
            $$$"""{"appid":"{{{Game.AppId}}}","mchid":"{{{Merchant.Standard.MchId}}}","out_trade_no":"ORDER-1","transaction_id":"{{{transactionId}}}","trade_type":"JSAPI","trade_state":"SUCCESS","trade_state_desc":"支付成功","bank_type":"OTHERS","attach":"第一单","success_time":"2026-03-01T09:00:00+08:00","payer":{"openid":"{{{openId}}}"},"amount":{"total":1990,"payer_total":1990,"currency":"CNY","payer_currency":"CNY"}}""",
            notify.Resource.GetRawText());
    }

    [Fact]
    public async Task A_query_tells_the_state_before_and_after()
    {
        await using var game = await Game.StartAsync();
        var openId = await game.UserAsync();
        var prepayId = (await game.PrepayAsync(game.Order("ORDER-1", openId))).Text("prepay_id")!;
        var before = await game.QueryAsync("ORDER-1");
        Assert.Equal("NOTPAY", before.Text("trade_state"));
        Assert.Null(before.Text("transaction_id"));
        Assert.True(before.SignedBy(game.Simulator.PublicKeyPem));

        var transactionId = (await game.PayAsync(prepayId, openId)).Text("transactionId");
        var after = await game.QueryAsync("ORDER-1");
        Assert.Equal("SUCCESS", after.Text("trade_state"));
        Assert.Equal(transactionId, after.Text("transaction_id"));
        var byId = await game.PayApiAsync(HttpMethod.Get, $"/v3/pay/transactions/id/{transactionId}?mchid={Merchant.Standard.MchId}");
        Assert.Equal(after.Json.GetRawText(), byId.Json.GetRawText());
        Assert.Equal((await game.Shop.NextAsync()).Resource.GetRawText(), after.Json.GetRawText());
    }

    [Fact]
    public async Task A_query_for_another_merchant_is_refused()
    {
        await using var game = await Game.StartAsync();
        await game.PaidAsync("ORDER-1");
        var other = await game.PayApiAsync(HttpMethod.Get, "/v3/pay/transactions/out-trade-no/ORDER-1?mchid=1900000002");
        Assert.Equal((400, "PARAM_ERROR"), (other.Status, other.Code));
        Assert.EndsWith("-268445527", other.Header("Request-ID"), StringComparison.Ordinal);
        var none = await game.PayApiAsync(HttpMethod.Get, "/v3/pay/transactions/out-trade-no/ORDER-1");
        Assert.Equal((400, "PARAM_ERROR"), (none.Status, none.Code));
    }

    [Fact]
    public async Task Twenty_thumbs_on_one_prepay_make_one_transaction()
    {
        await using var game = await Game.StartAsync();
        var openId = await game.UserAsync();
        var prepayId = (await game.PrepayAsync(game.Order("ORDER-1", openId))).Text("prepay_id")!;
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => game.PayAsync(prepayId, openId)));
        Assert.Single(answers, a => a.Status == 200);
        Assert.Equal(19, answers.Count(a => a.Status == 409 && a.Code == "ORDER_PAID"));
        await game.Simulator.SettledAsync();
        Assert.Single(game.Shop.Arrived());
    }

    [Fact]
    public async Task Of_a_close_and_a_payment_at_once_exactly_one_wins()
    {
        await using var game = await Game.StartAsync();
        var openId = await game.UserAsync();
        for (var n = 0; n < 20; n++)
        {
            var outTradeNo = $"ORDER-{n:D2}";
            var prepayId = (await game.PrepayAsync(game.Order(outTradeNo, openId))).Text("prepay_id")!;
            var (pay, close) = (game.PayAsync(prepayId, openId), game.CloseAsync(outTradeNo));
            var (paid, closed) = ((await pay).Status == 200, (await close).Status == 204);
            Assert.NotEqual(paid, closed);
            Assert.Equal(paid ? "SUCCESS" : "CLOSED", (await game.QueryAsync(outTradeNo)).Text("trade_state"));
        }
    }

    [Fact]
    public async Task A_close_is_204_with_a_signature_over_nothing_and_may_be_repeated()
    {
        await using var game = await Game.StartAsync();
        var openId = await game.UserAsync();
        var prepayId = (await game.PrepayAsync(game.Order("ORDER-1", openId))).Text("prepay_id")!;
        for (var n = 0; n < 2; n++)
        {
            var close = await game.CloseAsync("ORDER-1");
            Assert.Equal(204, close.Status);
            Assert.Empty(close.Body);
            Assert.True(close.SignedBy(game.Simulator.PublicKeyPem));
        }
        Assert.Equal("ORDER_CLOSED", (await game.PayAsync(prepayId, openId)).Code);
    }

    [Fact]
    public async Task A_paid_order_cannot_be_closed()
    {
        await using var game = await Game.StartAsync();
        await game.PaidAsync("ORDER-1");
        var close = await game.CloseAsync("ORDER-1");
        Assert.Equal((400, "ORDERPAID"), (close.Status, close.Code));
    }

    [Fact]
    public async Task Closing_an_unknown_number_answers_as_told()
    {
        await using var game = await Game.StartAsync();
        var usual = await game.CloseAsync("NOBODY");
        Assert.Equal((404, "ORDER_NOT_EXIST"), (usual.Status, usual.Code));
        await game.BehaveAsync(new { unknownClose = "OrderClosed" });
        var reported = await game.CloseAsync("NOBODY");
        Assert.Equal((400, "ORDER_CLOSED"), (reported.Status, reported.Code));
    }

    [Fact]
    public async Task A_user_who_backs_out_pays_nothing()
    {
        await using var game = await Game.StartAsync();
        var openId = await game.UserAsync();
        var prepayId = (await game.PrepayAsync(game.Order("ORDER-1", openId))).Text("prepay_id")!;
        var answer = await game.PayAsync(prepayId, openId, "Cancelled");
        Assert.Equal(200, answer.Status);
        Assert.Null(answer.Text("transactionId"));
        Assert.Equal("NOTPAY", (await game.QueryAsync("ORDER-1")).Text("trade_state"));
    }

    [Fact]
    public async Task A_silent_payment_is_in_the_books_and_never_notified()
    {
        await using var game = await Game.StartAsync();
        await game.PaidAsync("ORDER-1", outcome: "PaidButSilent");
        await game.PassAsync(TimeSpan.FromDays(2));
        Assert.Empty(game.Shop.Arrived());
        Assert.Equal("SUCCESS", (await game.QueryAsync("ORDER-1")).Text("trade_state"));
    }

    [Fact]
    public async Task The_phone_refuses_strange_prepays_and_payers()
    {
        await using var game = await Game.StartAsync();
        var prepayId = (await game.PrepayAsync(game.Order("ORDER-1", await game.UserAsync()))).Text("prepay_id")!;
        Assert.Equal("OTHER_PAYER", (await game.PayAsync(prepayId, await game.UserAsync())).Code);
        Assert.Equal("UNKNOWN_PREPAY_ID", (await game.PayAsync("wx0", await game.UserAsync())).Code);
        Assert.Equal("BAD_PACKAGE", (await game.PostAsync("/simulator/payments", new { package = prepayId })).Code);
    }

    [Fact]
    public async Task The_phone_verifies_paySign()
    {
        await using var game = await Game.StartAsync();
        var openId = await game.UserAsync();
        var prepayId = (await game.PrepayAsync(game.Order("ORDER-1", openId))).Text("prepay_id")!;
        var paySign = Merchant.Standard.PaySign(Game.AppId, "1772326800", "abc", prepayId);

        Assert.Equal("BAD_PAY_SIGN", (await PayAsync("1772326801", "RSA", paySign)).Code);
        Assert.Equal("BAD_PAY_SIGN", (await PayAsync("1772326800", "MD5", paySign)).Code);
        Assert.Equal("BAD_PAY_SIGN", (await PayAsync("1772326800", "RSA", Merchant.Standard.PaySign(Game.OtherAppId, "1772326800", "abc", prepayId))).Code);
        Assert.Equal(200, (await PayAsync("1772326800", "RSA", paySign)).Status);

        Task<Answer> PayAsync(string timeStamp, string signType, string sign) => game.PostAsync(
            "/simulator/payments", new { package = $"prepay_id={prepayId}", openId, timeStamp, nonceStr = "abc", signType, paySign = sign });
    }

    [Fact]
    public async Task The_ledger_shows_what_the_books_hold()
    {
        await using var game = await Game.StartAsync();
        var transactionId = await game.PaidAsync("ORDER-1");
        await game.RefundAsync(game.RefundOf("ORDER-1", "R-1", 90));
        var ledger = (await game.GetAsync("/simulator/ledger")).Json;
        var trade = Assert.Single(ledger.GetProperty("trades").EnumerateArray());
        Assert.Equal("REFUND", trade.GetProperty("state").GetString());
        Assert.Equal(transactionId, trade.GetProperty("transactionId").GetString());
        Assert.Equal(1990, trade.GetProperty("totalFen").GetInt64());
        var refund = Assert.Single(ledger.GetProperty("refunds").EnumerateArray());
        Assert.Equal(("R-1", "PROCESSING", 90), (refund.GetProperty("outRefundNo").GetString(), refund.GetProperty("status").GetString(), refund.GetProperty("refundFen").GetInt64()));
    }
}
