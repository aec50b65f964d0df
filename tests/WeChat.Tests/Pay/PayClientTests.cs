using System.Text.Json;
using WeCommerce.WeChat.Pay;

namespace WeCommerce.WeChat.Tests.Pay;

public sealed class PayClientTests
{
    [Fact]
    public async Task Prepay_sends_what_the_document_asks_for_and_gives_the_prepay_id()
    {
        await using var world = await PayWorld.WithPublicKeyAsync();
        world.Answer = _ => new Reply(200, """{"prepay_id":"wx26"}""");

        var answer = await world.Client.PrepayAsync(Samples.Prepay, default);

        Assert.Equal(new Prepaid("wx26"), Assert.IsType<PayAnswer<Prepaid>.Success>(answer).Value);
        var request = Assert.Single(world.Server.Requests);
        Assert.Equal("/v3/pay/transactions/jsapi", request.Target);
        // Raw UTF-8 (C.7); surrogate pairs are the one thing .NET always escapes, and JSON reads them the same.
        Assert.StartsWith(
            """{"appid":"wx1234567890abcdef","mchid":"1900007291","description":"Image形象店-深圳腾大-QQ公仔 <\"&'> """, request.Text, StringComparison.Ordinal);
        Assert.EndsWith(
            """
            "out_trade_no":"2026010100001","time_expire":"2026-01-01T08:15:00+08:00","attach":"a","notify_url":"https://shop.example.com/pay/notify","amount":{"total":1990,"currency":"CNY"},"payer":{"openid":"oUpF8uMuAJO_M2pxb1Q9zNjWeS6o"}}
            """,
            request.Text,
            StringComparison.Ordinal);
        Assert.Equal(Samples.Prepay.Description, JsonDocument.Parse(request.Body).RootElement.GetProperty("description").GetString());
        Assert.Equal("application/json", request.Headers.Accept);
        Assert.Equal("application/json", request.Headers.ContentType);
        Assert.Equal(PayKeyRing.PublicKeyId, request.Headers["Wechatpay-Serial"]);
    }

    [Fact]
    public async Task In_certificate_mode_no_serial_is_sent()
    {
        await using var world = await PayWorld.WithCertificatesAsync();
        world.Answer = _ => new Reply(200, """{"prepay_id":"wx26"}""");

        Assert.IsType<PayAnswer<Prepaid>.Success>(await world.Client.PrepayAsync(Samples.Prepay, default));
        Assert.All(world.Server.Requests, r => Assert.False(r.Headers.ContainsKey("Wechatpay-Serial")));
        Assert.Equal(1, world.CertificateRequests);
    }

    [Fact]
    public async Task Query_signs_the_escaped_path_and_reads_every_field()
    {
        await using var world = await PayWorld.WithPublicKeyAsync();
        world.Answer = _ => new Reply(200, Samples.Transaction);

        var transaction = Assert.IsType<PayAnswer<Transaction>.Success>(await world.Client.QueryAsync("2026-a|b*c_d", default)).Value;

        Assert.Equal("/v3/pay/transactions/out-trade-no/2026-a%7Cb%2Ac_d?mchid=1900007291", Assert.Single(world.Server.Requests).Target);
        Assert.Equal(
            new Transaction
            {
                AppId = "wx1234567890abcdef",
                MchId = "1900007291",
                OutTradeNo = "2026010100001",
                TransactionId = "4200002601202601010000000001",
                TradeType = "JSAPI",
                TradeState = TradeState.Success,
                TradeStateDesc = "支付成功",
                SuccessTime = DateTimeOffset.FromUnixTimeSeconds(1767225600),
                PayerOpenId = "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o",
                TotalFen = 1990,
                PayerTotalFen = 1890,
                Currency = "CNY",
                Attach = "a",
                BankType = "OTHERS",
            },
            transaction);
        Assert.DoesNotContain("oUpF8", transaction.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Close_accepts_a_signed_204_and_not_an_unsigned_one()
    {
        await using var world = await PayWorld.WithPublicKeyAsync();
        world.Answer = _ => new Reply(204, "");

        Assert.IsType<PayAnswer<Closed>.Success>(await world.Client.CloseAsync("2026010100001", default));
        Assert.Equal("""{"mchid":"1900007291"}""", world.Server.Requests.Last().Text);
        Assert.Equal("/v3/pay/transactions/out-trade-no/2026010100001/close", world.Server.Requests.Last().Target);

        world.Spoil = reply => reply with { Headers = null };
        var failure = Failure(await world.Client.CloseAsync("2026010100001", default));
        Assert.Equal((PayFailureKind.Unverified, 204), (failure.Kind, failure.HttpStatus));
    }

    [Fact]
    public async Task Refund_sends_the_order_and_reads_the_state()
    {
        await using var world = await PayWorld.WithPublicKeyAsync();
        world.Answer = _ => new Reply(200, Samples.Refund);

        var refund = Assert.IsType<PayAnswer<Refund>.Success>(await world.Client.RefundAsync(Samples.RefundOrder, default)).Value;

        Assert.Equal((RefundState.Processing, 990L, 1990L), (refund.Status, refund.RefundFen, refund.TotalFen));
        Assert.Equal(
            """{"out_trade_no":"2026010100001","out_refund_no":"RF2026010100001","reason":"不想要了","notify_url":"https://shop.example.com/pay/refund-notify","amount":{"refund":990,"total":1990,"currency":"CNY"}}""",
            Assert.Single(world.Server.Requests).Text);
        Assert.IsType<PayAnswer<Refund>.Success>(await world.Client.QueryRefundAsync("RF@1", default));
        Assert.Equal("/v3/refund/domestic/refunds/RF%401", world.Server.Requests.Last().Target);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_failure_that_passes_is_repeated_with_the_same_bytes_and_a_new_signature(int failures)
    {
        await using var world = await PayWorld.WithPublicKeyAsync();
        world.Answer = _ => world.Server.Requests.Count <= failures
            ? new Reply(500, """{"code":"SYSTEM_ERROR","message":"系统异常"}""")
            : new Reply(200, Samples.Refund);

        Assert.IsType<PayAnswer<Refund>.Success>(await world.Client.RefundAsync(Samples.RefundOrder, default));

        Assert.Equal(failures + 1, world.Server.Requests.Count);
        Assert.Single(world.Server.Requests.Select(r => r.Text).Distinct());
        Assert.Equal(failures + 1, world.Server.Requests.Select(r => r.Headers.Authorization.ToString()).Distinct().Count());
    }

    [Fact]
    public async Task After_three_attempts_the_caller_gets_the_last_failure()
    {
        await using var world = await PayWorld.WithPublicKeyAsync();
        world.Answer = _ => new Reply(429, """{"code":"RATELIMIT_EXCEEDED","message":"频率超限"}""", new() { ["Request-ID"] = "08AB-268447840" });

        var failure = Failure(await world.Client.PrepayAsync(Samples.Prepay, default));

        Assert.Equal(new PayFailure(PayFailureKind.TryAgain, 429, "RATELIMIT_EXCEEDED", "频率超限", "08AB-268447840"), failure);
        Assert.Equal(3, world.Server.Requests.Count);
    }

    [Fact]
    public async Task A_business_answer_is_not_repeated()
    {
        await using var world = await PayWorld.WithPublicKeyAsync();
        world.Answer = _ => new Reply(403, """{"code":"NOT_ENOUGH","message":"余额不足"}""");

        Assert.Equal(PayFailureKind.NotEnough, Failure(await world.Client.RefundAsync(Samples.RefundOrder, default)).Kind);
        Assert.Single(world.Server.Requests);
    }

    [Fact]
    public async Task A_broken_connection_is_TryAgain()
    {
        await using var world = await PayWorld.WithPublicKeyAsync();
        world.Answer = _ => new Reply(0, "");

        var failure = Failure(await world.Client.QueryAsync("2026010100001", default));

        Assert.Equal((PayFailureKind.TryAgain, 0, "NETWORK"), (failure.Kind, failure.HttpStatus, failure.Code));
    }

    [Fact]
    public async Task Silence_ends_after_the_time_out_of_the_whole_call()
    {
        await using var world = await PayWorld.WithPublicKeyAsync();
        var arrived = new TaskCompletionSource();
        using var never = new ManualResetEventSlim();
        world.Answer = _ =>
        {
            arrived.SetResult();
            never.Wait();
            return new Reply(200, "{}");
        };

        var call = world.Client.QueryAsync("2026010100001", default);
        await arrived.Task;
        world.Time.Advance(TimeSpan.FromSeconds(10));

        var failure = Failure(await call);
        Assert.Equal((PayFailureKind.TryAgain, "TIMEOUT"), (failure.Kind, failure.Code));
        never.Set();
    }

    [Fact]
    public async Task The_callers_own_token_throws()
    {
        await using var world = await PayWorld.WithPublicKeyAsync();
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => world.Client.QueryAsync("2026010100001", cancelled.Token));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("")]
    [InlineData("not json")]
    [InlineData("""{"prepay_id":7}""")]
    public async Task A_signed_answer_without_its_field_is_unknown(string body)
    {
        await using var world = await PayWorld.WithPublicKeyAsync();
        world.Answer = _ => new Reply(200, body);

        var failure = Failure(await world.Client.PrepayAsync(Samples.Prepay, default));

        Assert.Equal((PayFailureKind.TryAgain, "UNREADABLE_ANSWER"), (failure.Kind, failure.Code));
    }

    [Fact]
    public async Task SignPayment_gives_what_requestPayment_takes()
    {
        await using var world = await PayWorld.WithPublicKeyAsync();

        var p = world.Client.SignPayment("wx1234567890abcdef", "wx26");

        Assert.Equal(("wx1234567890abcdef", "1767225600", "prepay_id=wx26", "RSA"), (p.AppId, p.TimeStamp, p.Package, p.SignType));
        Assert.Equal(32, p.NonceStr.Length);
        var message = PaySignature.PaymentMessage(p.AppId, p.TimeStamp, p.NonceStr, p.Package);
        Assert.True(PaySignature.Verify(PayKeyRing.Merchant, message, p.PaySign));
        Assert.DoesNotContain(p.PaySign, p.ToString(), StringComparison.Ordinal);
    }

    internal static PayFailure Failure<T>(PayAnswer<T> answer)
        where T : class =>
        Assert.IsType<PayAnswer<T>.Failure>(answer).Error;
}
