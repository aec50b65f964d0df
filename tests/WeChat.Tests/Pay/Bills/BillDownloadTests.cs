using Microsoft.Extensions.DependencyInjection;
using WeCommerce.WeChat.Pay;
using WeCommerce.WeChat.Pay.Bills;
using static WeCommerce.WeChat.Tests.Pay.Bills.BillServer;

namespace WeCommerce.WeChat.Tests.Pay.Bills;

public sealed class BillDownloadTests
{
    private static readonly DateOnly Day = new(2026, 1, 1);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_bill_is_asked_for_fetched_with_a_signature_and_read(bool isGzip)
    {
        await using var world = await WithBillAsync(isGzip ? Gzip(BillSamples.Trade) : BillSamples.Trade, BillSamples.Trade);

        var answer = await world.Client.DownloadTradeBillAsync(Day, default);

        Assert.Equal(2, Assert.IsType<PayAnswer<TradeBill>.Success>(answer).Value.Lines.Count);
        // The world answers 401 to a request whose signature is not over path and query.
        Assert.Equal(
            ["/v3/bill/tradebill?bill_date=2026-01-01&bill_type=ALL&tar_type=GZIP", "/v3/billdownload/file?token=a%2Fb&tartype=gzip"],
            world.Server.Requests.Select(r => r.Target));
        AssertNoFileIsLeft();
    }

    [Fact]
    public async Task The_fund_flow_is_that_of_the_basic_account()
    {
        await using var world = await WithBillAsync(Gzip(BillSamples.FundFlow), BillSamples.FundFlow);

        var answer = await world.Client.DownloadFundFlowBillAsync(Day, default);

        Assert.Equal(2, Assert.IsType<PayAnswer<FundFlowBill>.Success>(answer).Value.Lines.Count);
        Assert.Equal("/v3/bill/fundflowbill?bill_date=2026-01-01&account_type=BASIC&tar_type=GZIP", world.Server.Requests.First().Target);
    }

    [Fact]
    public async Task A_wrong_hash_is_not_believed_and_asked_again()
    {
        await using var world = await WithBillAsync(BillSamples.Trade, BillSamples.FundFlow);

        var failure = PayClientTests.Failure(await world.Client.DownloadTradeBillAsync(Day, default));

        Assert.Equal((PayFailureKind.Unverified, "HASH_MISMATCH"), (failure.Kind, failure.Code));
        Assert.Equal(6, world.Server.Requests.Count);
        AssertNoFileIsLeft();
    }

    [Fact]
    public async Task A_bill_that_was_spoiled_once_is_taken_the_second_time()
    {
        await using var world = await WithBillAsync(BillSamples.Trade, BillSamples.Trade);
        var right = world.Answer;
        var files = 0;
        world.Answer = r => r.Path == "/v3/billdownload/file" && files++ == 0 ? File(BillSamples.Trade[..^40]) : right(r);

        Assert.IsType<PayAnswer<TradeBill>.Success>(await world.Client.DownloadTradeBillAsync(Day, default));
        Assert.Equal(4, world.Server.Requests.Count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(12)]
    [InlineData(100)]
    public async Task A_truncated_archive_is_not_believed(int length)
    {
        await using var world = await WithBillAsync(Gzip(BillSamples.Trade)[..length], BillSamples.Trade);

        Assert.Equal("HASH_MISMATCH", PayClientTests.Failure(await world.Client.DownloadTradeBillAsync(Day, default)).Code);
        AssertNoFileIsLeft();
    }

    [Fact]
    public async Task An_address_that_has_expired_is_asked_for_once_more()
    {
        await using var world = await WithBillAsync(BillSamples.Trade, BillSamples.Trade);
        var right = world.Answer;
        var files = 0;
        var expired = 1;
        world.Answer = r => r.Path == "/v3/billdownload/file" && files++ < expired
            ? new Reply(400, """{"code":"INVALID_REQUEST","message":"下载链接已失效"}""")
            : right(r);

        Assert.IsType<PayAnswer<TradeBill>.Success>(await world.Client.DownloadTradeBillAsync(Day, default));
        (files, expired) = (0, 9);
        var failure = PayClientTests.Failure(await world.Client.DownloadTradeBillAsync(Day, default));
        Assert.Equal((PayFailureKind.TryAgain, "DOWNLOAD_URL_EXPIRED"), (failure.Kind, failure.Code));
        Assert.Equal(2, files);
    }

    [Theory]
    [InlineData("NO_STATEMENT_EXIST", PayFailureKind.NoStatement)]
    [InlineData("STATEMENT_CREATING", PayFailureKind.StatementCreating)]
    public async Task A_day_without_a_bill_is_an_answer(string code, PayFailureKind kind)
    {
        await using var world = await PayWorld.WithPublicKeyAsync();
        world.Answer = _ => new Reply(400, $$"""{"code":"{{code}}","message":"m"}""");

        Assert.Equal(kind, PayClientTests.Failure(await world.Client.DownloadTradeBillAsync(Day, default)).Kind);
        Assert.Single(world.Server.Requests);
    }

    [Theory]
    [InlineData("https://evil.example.com/v3/billdownload/file?token=1")]
    [InlineData("http://api.mch.weixin.qq.com/v3/billdownload/file?token=1")]
    [InlineData("https://api.mch.weixin.qq.com@evil.example.com/file")]
    [InlineData("https://api.mch.weixin.qq.com:8443/file")]
    [InlineData("https://evilmch.weixin.qq.com/file")]
    [InlineData("https://api.mch.weixin.qq.com.evil.example.com/file")]
    [InlineData("file:///etc/passwd")]
    [InlineData("http://127.0.0.1:1/file")]
    public async Task No_signature_goes_to_a_foreign_host(string url)
    {
        await using var world = await PayWorld.WithPublicKeyAsync();
        world.Answer = _ => Link(BillSamples.Trade, url);

        var failure = PayClientTests.Failure(await world.Client.DownloadTradeBillAsync(Day, default));

        Assert.Equal((PayFailureKind.OurFault, "DOWNLOAD_URL"), (failure.Kind, failure.Code));
        Assert.Single(world.Server.Requests);
    }

    [Fact]
    public async Task WeChats_own_hosts_are_followed_wherever_the_endpoint_is()
    {
        await using var world = await WithBillAsync(BillSamples.Trade, BillSamples.Trade);
        var right = world.Answer;
        world.Answer = r => r.Path == "/v3/billdownload/file" ? right(r) : Link(BillSamples.Trade, "https://API2.mch.weixin.qq.com/v3/billdownload/file?token=1");
        await using var client = world.Another(
            _ => { }, services => services.ConfigureHttpClientDefaults(http => http.AddHttpMessageHandler(() => new Detour(world.Server.Address))));

        Assert.IsType<PayAnswer<TradeBill>.Success>(await client.GetRequiredService<PayClient>().DownloadTradeBillAsync(Day, default));
        Assert.Equal("/v3/billdownload/file?token=1", world.Server.Requests.Last().Target);
    }

    [Fact]
    public async Task The_link_is_believed_by_its_signature_only()
    {
        await using var world = await WithBillAsync(BillSamples.Trade, BillSamples.Trade);
        world.Spoil = reply => reply with { Headers = null };

        Assert.Equal(PayFailureKind.Unverified, PayClientTests.Failure(await world.Client.DownloadTradeBillAsync(Day, default)).Kind);
        Assert.DoesNotContain(world.Server.Requests, r => r.Path == "/v3/billdownload/file");
    }

    [Fact]
    public async Task A_bill_that_cannot_be_read_is_named_by_line_and_column()
    {
        var file = BillSamples.File(BillSamples.Header, BillSamples.Paid, BillSamples.SummaryHeader, BillSamples.Summary);
        await using var world = await WithBillAsync(file, file);

        var failure = PayClientTests.Failure(await world.Client.DownloadTradeBillAsync(Day, default));

        Assert.Equal((PayFailureKind.OurFault, "BILL_UNREADABLE", "line 4, 总交易单数: does not agree with the lines"), (failure.Kind, failure.Code, failure.Message));
        Assert.Equal(2, world.Server.Requests.Count);
        AssertNoFileIsLeft();
    }

    [Fact]
    public async Task A_bill_beyond_the_limit_is_not_taken()
    {
        await using var world = await WithBillAsync(Gzip(new byte[100_000]), new byte[100_000]);
        await using var small = world.Another(s => s["WeChat:Pay:MaxBillBytes"] = "99999");

        var failure = PayClientTests.Failure(await small.GetRequiredService<PayClient>().DownloadTradeBillAsync(Day, default));

        Assert.Equal((PayFailureKind.OurFault, "BILL_TOO_LARGE"), (failure.Kind, failure.Code));
        AssertNoFileIsLeft();
    }

    [Fact]
    public async Task A_broken_connection_is_TryAgain()
    {
        await using var world = await WithBillAsync(BillSamples.Trade, BillSamples.Trade);
        var right = world.Answer;
        world.Answer = r => r.Path == "/v3/billdownload/file" ? File(BillSamples.Trade) with { Headers = new() { ["Content-Length"] = "999999" } } : right(r);

        var failure = PayClientTests.Failure(await world.Client.DownloadTradeBillAsync(Day, default));

        Assert.Equal((PayFailureKind.TryAgain, "NETWORK"), (failure.Kind, failure.Code));
        AssertNoFileIsLeft();
    }

    [Fact]
    public async Task Silence_ends_after_the_time_for_a_bill()
    {
        await using var world = await WithBillAsync(BillSamples.Trade, BillSamples.Trade);
        var right = world.Answer;
        var arrived = new TaskCompletionSource();
        using var never = new ManualResetEventSlim();
        world.Answer = r =>
        {
            if (r.Path == "/v3/billdownload/file")
            {
                arrived.SetResult();
                never.Wait();
            }
            return right(r);
        };

        var call = world.Client.DownloadTradeBillAsync(Day, default);
        await arrived.Task;
        world.Time.Advance(TimeSpan.FromMinutes(2));

        var failure = PayClientTests.Failure(await call);
        Assert.Equal((PayFailureKind.TryAgain, "TIMEOUT"), (failure.Kind, failure.Code));
        never.Set();
    }

    [Fact]
    public async Task The_callers_own_token_throws()
    {
        await using var world = await WithBillAsync(BillSamples.Trade, BillSamples.Trade);
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => world.Client.DownloadTradeBillAsync(Day, cancelled.Token));
    }

    // The tests of this class run one after the other, and no other class of this process downloads.
    private static void AssertNoFileIsLeft() => Assert.Empty(Directory.GetFiles(Path.GetTempPath(), $"wecommerce-bill-{Environment.ProcessId}-*"));

    /// <summary>Stands where the internet would be: what goes to WeChat's own host arrives at the server of this test.</summary>
    private sealed class Detour(Uri server) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.RequestUri!.Host == "api2.mch.weixin.qq.com")
                request.RequestUri = new(server, request.RequestUri.PathAndQuery);
            return base.SendAsync(request, cancellationToken);
        }
    }
}
