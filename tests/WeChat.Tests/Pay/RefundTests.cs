using System.Text.Json;
using WeCommerce.WeChat.Pay;

namespace WeCommerce.WeChat.Tests.Pay;

public sealed class RefundTests
{
    private static readonly AbnormalRefund ToCard = new()
    {
        RefundId = "50000001",
        OutRefundNo = "RF2026010100001",
        PayerCard = new("ICBC_DEBIT", "6222020200112233445", "张三"),
    };

    [Fact]
    public async Task A_refund_is_read_to_what_the_books_need()
    {
        await using var world = await PayWorld.WithPublicKeyAsync();
        // All fields of C.10.
        world.Answer = _ => new Reply(200, """
            {"refund_id":"50000001","out_refund_no":"RF2026010100001","transaction_id":"4200000001","out_trade_no":"2026010100001",
            "channel":"ORIGINAL","user_received_account":"零钱","success_time":"2026-01-01T08:00:05+08:00","create_time":"2026-01-01T08:00:00+08:00",
            "status":"SUCCESS","funds_account":"AVAILABLE","amount":{"total":1990,"refund":990,"from":[{"account":"AVAILABLE","amount":990}],
            "payer_total":1890,"payer_refund":940,"settlement_refund":980,"settlement_total":1980,"discount_refund":50,"currency":"CNY","refund_fee":6}}
            """);

        var refund = Assert.IsType<PayAnswer<Refund>.Success>(await world.Client.QueryRefundAsync("RF2026010100001", default)).Value;

        Assert.Equal(
            new Refund
            {
                RefundId = "50000001",
                OutRefundNo = "RF2026010100001",
                TransactionId = "4200000001",
                OutTradeNo = "2026010100001",
                Status = RefundState.Success,
                RefundFen = 990,
                TotalFen = 1990,
                PayerTotalFen = 1890,
                PayerRefundFen = 940,
                SettlementTotalFen = 1980,
                SettlementRefundFen = 980,
                DiscountRefundFen = 50,
                FeeRefundFen = 6,
                Currency = "CNY",
                Channel = "ORIGINAL",
                FundsAccount = "AVAILABLE",
                CreateTime = DateTimeOffset.FromUnixTimeSeconds(1767225600),
                SuccessTime = DateTimeOffset.FromUnixTimeSeconds(1767225605),
                UserReceivedAccount = "零钱",
            },
            refund);
    }

    [Fact]
    public async Task A_notification_tells_what_the_payer_gets_back()
    {
        await using var world = await PayWorld.WithPublicKeyAsync();
        var (headers, body) = world.Notify(PayWorld.Envelope(
            """
            {"mchid":"1900007291","out_trade_no":"2026010100001","transaction_id":"4200000001","out_refund_no":"RF1","refund_id":"50000001",
            "refund_status":"SUCCESS","success_time":"2026-01-01T08:00:05+08:00","user_received_account":"零钱",
            "amount":{"total":1990,"refund":990,"payer_total":1890,"payer_refund":940}}
            """,
            "REFUND.SUCCESS",
            "refund"));

        var refund = NotificationTests.Genuine(await world.Reader.ReadAsync(headers, body, default)).ReadRefund();

        Assert.Equal((990L, 1890L, 940L), (refund.RefundFen, refund.PayerTotalFen, refund.PayerRefundFen));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_card_goes_to_WeChat_encrypted_with_the_key_that_the_header_names(bool publicKey)
    {
        await using var world = await PayWorld.StartAsync(publicKey, certificates: null);
        world.Answer = _ => new Reply(200, Samples.Refund);

        var answer = await world.Client.RetryAbnormalRefundAsync(ToCard, default);

        Assert.Equal(RefundState.Processing, Assert.IsType<PayAnswer<Refund>.Success>(answer).Value.Status);
        var request = world.Server.Requests.Last();
        Assert.Equal(("POST", "/v3/refund/domestic/refunds/50000001/apply-abnormal-refund"), (request.Method, request.Target));
        Assert.Equal(publicKey ? PayKeyRing.PublicKeyId : PayKeyRing.Old.Serial, request.Headers["Wechatpay-Serial"]);
        using var json = JsonDocument.Parse(request.Body);
        string Text(string name) => json.RootElement.GetProperty(name).GetString()!;
        Assert.Equal(["out_refund_no", "type", "bank_type", "bank_account", "real_name"], json.RootElement.EnumerateObject().Select(p => p.Name));
        Assert.Equal(("RF2026010100001", "USER_BANK_CARD", "ICBC_DEBIT"), (Text("out_refund_no"), Text("type"), Text("bank_type")));
        var key = publicKey ? PayKeyRing.WeChat : PayKeyRing.Old.Key;
        Assert.True(SensitiveText.TryDecrypt(key, Text("bank_account"), out var account));
        Assert.True(SensitiveText.TryDecrypt(key, Text("real_name"), out var name));
        Assert.Equal(("6222020200112233445", "张三"), (account, name));
        Assert.DoesNotContain("6222", $"{ToCard} {ToCard.PayerCard}", StringComparison.Ordinal);
        Assert.DoesNotContain("张三", $"{ToCard} {ToCard.PayerCard}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_card_the_merchant_takes_the_money()
    {
        await using var world = await PayWorld.WithPublicKeyAsync();
        world.Answer = _ => new Reply(200, Samples.Refund);

        Assert.IsType<PayAnswer<Refund>.Success>(await world.Client.RetryAbnormalRefundAsync(ToCard with { PayerCard = null }, default));
        Assert.Equal("""{"out_refund_no":"RF2026010100001","type":"MERCHANT_BANK_CARD"}""", Assert.Single(world.Server.Requests).Text);
    }

    [Fact]
    public async Task Without_a_key_of_WeChats_no_card_is_sent()
    {
        await using var world = await PayWorld.WithCertificatesAsync();
        world.CertificatesReply = new Reply(500, """{"code":"SYSTEM_ERROR","message":"m"}""");

        var failure = PayClientTests.Failure(await world.Client.RetryAbnormalRefundAsync(ToCard, default));

        Assert.Equal((PayFailureKind.TryAgain, "NO_WECHATPAY_KEY"), (failure.Kind, failure.Code));
        Assert.All(world.Server.Requests, r => Assert.Equal("/v3/certificates", r.Path));
    }

    public static TheoryData<AbnormalRefund> WrongRetries =>
    [
        ToCard with { RefundId = "" },
        ToCard with { RefundId = "../50000001" },
        ToCard with { OutRefundNo = "" },
        ToCard with { PayerCard = ToCard.PayerCard! with { BankType = "" } },
        ToCard with { PayerCard = ToCard.PayerCard! with { AccountNo = "" } },
        ToCard with { PayerCard = ToCard.PayerCard! with { RealName = new string('字', 72) } },
    ];

    [Theory]
    [MemberData(nameof(WrongRetries))]
    public async Task A_wrong_retry_costs_no_call(AbnormalRefund refund)
    {
        await using var world = await PayWorld.WithPublicKeyAsync();

        Assert.Equal(PayFailureKind.OurFault, PayClientTests.Failure(await world.Client.RetryAbnormalRefundAsync(refund, default)).Kind);
        Assert.Empty(world.Server.Requests);
    }

    [Fact]
    public async Task A_payment_is_found_by_WeChats_number()
    {
        await using var world = await PayWorld.WithPublicKeyAsync();
        world.Answer = _ => new Reply(200, Samples.Transaction);

        var found = Assert.IsType<PayAnswer<Transaction>.Success>(await world.Client.QueryByTransactionIdAsync("4200002601202601010000000001", default)).Value;

        Assert.Equal("2026010100001", found.OutTradeNo);
        Assert.Equal("/v3/pay/transactions/id/4200002601202601010000000001?mchid=1900007291", Assert.Single(world.Server.Requests).Target);
        Assert.Equal(PayFailureKind.OurFault, PayClientTests.Failure(await world.Client.QueryByTransactionIdAsync("4200/1", default)).Kind);
    }
}
