namespace WeCommerce.Simulator.Tests;

/// <summary>When and how a bill is to be had.</summary>
public sealed class BillRuleTests
{
    [Fact]
    public async Task Yesterdays_bill_is_being_made_from_9_and_there_from_10()
    {
        await using var game = await Game.StartAsync();
        await game.PaidAsync("ORDER-1");
        // 09:00 in Beijing.
        await AssertAsync(game, "bill_date=2026-03-01", "NO_STATEMENT_EXIST");
        await game.PassAsync(TimeSpan.FromDays(1) - TimeSpan.FromSeconds(1));
        await AssertAsync(game, "bill_date=2026-03-01", "NO_STATEMENT_EXIST");
        await game.PassAsync(TimeSpan.FromSeconds(1));
        await AssertAsync(game, "bill_date=2026-03-01", "STATEMENT_CREATING");
        await game.PassAsync(TimeSpan.FromHours(1));
        Assert.Equal(200, (await Bill.AskAsync(game, "bill_date=2026-03-01")).Status);
        await AssertAsync(game, "bill_date=2026-03-02", "NO_STATEMENT_EXIST");
    }

    [Fact]
    public async Task A_day_ends_at_midnight_in_Beijing()
    {
        await using var game = await Game.StartAsync();
        await game.PassAsync(TimeSpan.FromHours(15) - TimeSpan.FromSeconds(1));
        await game.PaidAsync("LATE-1");
        await game.PassAsync(TimeSpan.FromSeconds(1));
        await game.PaidAsync("EARLY-1");
        await game.RefundAsync(game.RefundOf("LATE-1", "R-1", 1));
        await game.PassAsync(TimeSpan.FromDays(2));
        Assert.Equal(["LATE-1/0"], await LinesAsync("2026-03-01"));
        Assert.Equal(["EARLY-1/0", "LATE-1/R-1"], (await LinesAsync("2026-03-02")).Order());

        async Task<IEnumerable<string>> LinesAsync(string day) =>
            Bill.Read((await Bill.DownloadAsync(game, await Bill.AskAsync(game, $"bill_date={day}"))).Body)
                .Lines.Select(line => $"{line["商户订单号"]}/{line["商户退款单号"]}");
    }

    [Fact]
    public async Task Three_months_back_and_no_further()
    {
        await using var game = await Game.StartAsync();
        await game.PaidAsync("ORDER-1");
        await game.PassAsync(new DateTimeOffset(2026, 6, 1, 4, 0, 0, TimeSpan.Zero) - Game.Morning);
        Assert.Equal(200, (await Bill.AskAsync(game, "bill_date=2026-03-01")).Status);
        await game.PassAsync(TimeSpan.FromDays(1));
        await AssertAsync(game, "bill_date=2026-03-01", "INVALID_REQUEST");
    }

    [Fact]
    public async Task Told_so_it_serves_today_but_never_tomorrow_or_a_day_without_trades()
    {
        await using var game = await Game.StartAsync();
        await game.BehaveAsync(new { bill = new { atOnce = true } });
        await AssertAsync(game, "bill_date=2026-03-01", "NO_STATEMENT_EXIST");
        await game.PaidAsync("ORDER-1");
        Assert.Equal(200, (await Bill.AskAsync(game, "bill_date=2026-03-01")).Status);
        await AssertAsync(game, "bill_date=2026-03-02", "NO_STATEMENT_EXIST");
        await AssertAsync(game, "bill_date=2026-02-28", "NO_STATEMENT_EXIST");
        await AssertAsync(game, "bill_date=2026-03-01&bill_type=REFUND", "NO_STATEMENT_EXIST");
        await AssertAsync(game, "bill_date=2026-03-01&bill_type=RECHARGE_REFUND", "NO_STATEMENT_EXIST");
        await AssertAsync(game, "bill_date=2026-03-01&account_type=FEES", "NO_STATEMENT_EXIST", "fundflowbill");
    }

    [Theory]
    [InlineData("", "tradebill")]
    [InlineData("bill_date=20260301", "tradebill")]
    [InlineData("bill_date=2026-02-30", "tradebill")]
    [InlineData("bill_date=2026-03-01&bill_type=SOME", "tradebill")]
    [InlineData("bill_date=2026-03-01&tar_type=ZIP", "tradebill")]
    [InlineData("bill_date=2026-03-01&account_type=POCKET", "fundflowbill")]
    public async Task A_wrong_parameter_is_400_PARAM_ERROR(string query, string kind)
    {
        await using var game = await Game.StartAsync();
        await AssertAsync(game, query, "PARAM_ERROR", kind);
    }

    [Fact]
    public async Task The_request_is_signed_and_the_file_is_not()
    {
        await using var game = await AtOnceAsync();
        var asked = await Bill.AskAsync(game, "bill_date=2026-03-01");
        Assert.True(asked.SignedBy(game.Simulator.PublicKeyPem));
        var url = new Uri(asked.Text("download_url")!);
        Assert.Equal("/v3/billdownload/file", url.AbsolutePath);
        Assert.Equal("SIGN_ERROR", (await SendUnsignedAsync()).Code);
        var file = await Bill.DownloadAsync(game, asked);
        Assert.Equal((200, "", ""), (file.Status, file.Header("Wechatpay-Signature"), file.Header("Wechatpay-Serial")));
        Assert.Equal(asked.Text("hash_value"), Bill.Hash(file.Body));

        async Task<Answer> SendUnsignedAsync()
        {
            using var request = game.PayRequest(HttpMethod.Get, url.PathAndQuery, "");
            request.Headers.Remove("Authorization");
            return await game.SendAsync(request);
        }
    }

    [Fact]
    public async Task The_download_lives_30_seconds()
    {
        await using var game = await AtOnceAsync();
        var asked = await Bill.AskAsync(game, "bill_date=2026-03-01");
        await game.PassAsync(TimeSpan.FromMilliseconds(29_999));
        Assert.Equal(200, (await Bill.DownloadAsync(game, asked)).Status);
        await game.PassAsync(TimeSpan.FromMilliseconds(1));
        var late = await Bill.DownloadAsync(game, asked);
        Assert.Equal((400, "INVALID_REQUEST"), (late.Status, late.Code));
        Assert.Equal(200, (await Bill.DownloadAsync(game, await Bill.AskAsync(game, "bill_date=2026-03-01"))).Status);
    }

    [Fact]
    public async Task A_packed_bill_is_hashed_unpacked()
    {
        await using var game = await AtOnceAsync();
        var plain = await Bill.AskAsync(game, "bill_date=2026-03-01");
        var packed = await Bill.AskAsync(game, "bill_date=2026-03-01&tar_type=GZIP");
        Assert.Equal(plain.Text("hash_value"), packed.Text("hash_value"));
        var file = Bill.Unpack((await Bill.DownloadAsync(game, packed)).Body);
        Assert.Equal(packed.Text("hash_value"), Bill.Hash(file));
        Assert.Single(Bill.Read(file).Lines);
    }

    private static async Task<Game> AtOnceAsync()
    {
        var game = await Game.StartAsync();
        await game.PaidAsync("ORDER-1");
        await game.BehaveAsync(new { bill = new { atOnce = true } });
        return game;
    }

    private static async Task AssertAsync(Game game, string query, string code, string kind = "tradebill")
    {
        var answer = await Bill.AskAsync(game, query, kind);
        Assert.Equal((400, code), (answer.Status, answer.Code));
    }
}
