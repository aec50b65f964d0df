using WeCommerce.WeChat.Pay;

namespace WeCommerce.WeChat.Tests.Pay;

public sealed class UnverifiedAnswerTests
{
    public static TheoryData<string> Spoilings => ["body", "nonce", "signature", "serial", "stale", "future", "probe", "missing"];

    [Theory]
    [MemberData(nameof(Spoilings))]
    public async Task A_2xx_answer_whose_signature_does_not_verify_is_not_believed(string spoiling)
    {
        await using var world = await PayWorld.WithPublicKeyAsync();
        world.Answer = _ => new Reply(200, """{"prepay_id":"wx26"}""");
        world.Spoil = reply => spoiling switch
        {
            "body" => reply with { Body = """{"prepay_id":"wx27"}""" },
            "nonce" => With(reply, "Wechatpay-Nonce", "x"),
            "signature" => With(reply, "Wechatpay-Signature", Convert.ToBase64String(new byte[256])),
            "serial" => With(reply, "Wechatpay-Serial", "PUB_KEY_ID_0"),
            "stale" => reply with { Headers = world.Sign(reply.Body, -301) },
            "future" => reply with { Headers = world.Sign(reply.Body, 301) },
            "probe" => With(reply, "Wechatpay-Signature", "WECHATPAY/SIGNTEST/not base64!"),
            _ => reply with { Headers = [] },
        };

        var failure = PayClientTests.Failure(await world.Client.PrepayAsync(Samples.Prepay, default));

        Assert.Equal((PayFailureKind.Unverified, 200), (failure.Kind, failure.HttpStatus));
    }

    [Fact]
    public async Task A_signature_probe_is_repeated_and_the_right_answer_taken()
    {
        await using var world = await PayWorld.WithPublicKeyAsync();
        world.Answer = _ => new Reply(200, """{"prepay_id":"wx26"}""");
        world.Spoil = reply => world.Server.Requests.Count == 1 ? With(reply, "Wechatpay-Signature", "WECHATPAY/SIGNTEST/=") : reply;

        Assert.IsType<PayAnswer<Prepaid>.Success>(await world.Client.PrepayAsync(Samples.Prepay, default));
        Assert.Equal(2, world.Server.Requests.Count);
    }

    private static Reply With(Reply reply, string header, string value) => reply with { Headers = new(reply.Headers!) { [header] = value } };
}
