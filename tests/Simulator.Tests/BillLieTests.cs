namespace WeCommerce.Simulator.Tests;

/// <summary>What a bill can be told to get wrong: the file stays in itself consistent, and differs from the books.</summary>
public sealed class BillLieTests
{
    [Theory]
    [InlineData("MissingTrade", "ORDER-2 SUCCESS 19.90 0.12000|ORDER-1 REFUND 9.90 SUCCESS", "2", "19.90", "9.90", "0.06000")]
    [InlineData("ExtraTrade", "ORDER-1 SUCCESS 19.90 0.12000|EXTRA-ORDER-1 SUCCESS 19.90 0.12000|ORDER-2 SUCCESS 19.90 0.12000|ORDER-1 REFUND 9.90 SUCCESS", "4", "59.70", "9.90", "0.30000")]
    [InlineData("Amount", "ORDER-1 SUCCESS 19.91 0.12000|ORDER-2 SUCCESS 19.90 0.12000|ORDER-1 REFUND 9.90 SUCCESS", "3", "39.81", "9.90", "0.18000")]
    [InlineData("Fee", "ORDER-1 SUCCESS 19.90 0.13000|ORDER-2 SUCCESS 19.90 0.12000|ORDER-1 REFUND 9.90 SUCCESS", "3", "39.80", "9.90", "0.19000")]
    [InlineData("Refund", "ORDER-1 SUCCESS 19.90 0.12000|ORDER-2 SUCCESS 19.90 0.12000|ORDER-1 REFUND 9.91 SUCCESS", "3", "39.80", "9.91", "0.18000")]
    [InlineData("Duplicate", "ORDER-1 SUCCESS 19.90 0.12000|ORDER-1 SUCCESS 19.90 0.12000|ORDER-2 SUCCESS 19.90 0.12000|ORDER-1 REFUND 9.90 SUCCESS", "4", "59.70", "9.90", "0.30000")]
    [InlineData("State", "ORDER-1 REVOKED 19.90 0.12000|ORDER-2 SUCCESS 19.90 0.12000|ORDER-1 REFUND 9.90 SUCCESS", "3", "39.80", "9.90", "0.18000")]
    public async Task One_lie_changes_one_line_and_the_sums_with_it(string lie, string lines, string count, string total, string refunds, string fees)
    {
        await using var game = await DayAsync();
        await game.BehaveAsync(new { bill = new { lies = new[] { lie } } });
        // FetchAsync checks the hash.
        var bill = await Bill.FetchAsync(game);
        Assert.Equal(lines.Split('|'), bill.Lines.Select(Short));
        Assert.Equal((count, total, refunds, fees), (bill.Summary["总交易单数"], bill.Summary["应结订单总金额"], bill.Summary["退款总金额"], bill.Summary["手续费总金额"]));
        Assert.Equal(bill.Lines.Select(Short), (await Bill.FetchAsync(game)).Lines.Select(Short));
    }

    [Fact]
    public async Task Several_lies_take_different_lines()
    {
        await using var game = await DayAsync();
        await game.PaidAsync("ORDER-3");
        await game.BehaveAsync(new { bill = new { lies = new[] { "State", "Amount", "Fee" } } });
        Assert.Equal(
            ["ORDER-1 SUCCESS 19.91 0.12000", "ORDER-2 SUCCESS 19.90 0.13000", "ORDER-1 REFUND 9.90 SUCCESS", "ORDER-3 REVOKED 19.90 0.12000"],
            (await Bill.FetchAsync(game)).Lines.Select(Short));
    }

    [Fact]
    public async Task The_fund_flow_tells_the_same_lies()
    {
        await using var game = await DayAsync();
        await game.BehaveAsync(new { bill = new { lies = new[] { "Amount", "Refund" } } });
        var bill = await Bill.FetchAsync(game, kind: "fundflowbill");
        Assert.Equal(["19.91", "0.12", "19.90", "0.12", "9.85"], bill.Lines.Select(line => line["收支金额（元）"]));
    }

    [Fact]
    public async Task A_lie_without_a_line_to_tell_it_on_is_not_told()
    {
        await using var game = await Game.StartAsync();
        await game.PaidAsync("ORDER-1");
        await game.BehaveAsync(new { bill = new { lies = new[] { "Refund" } } });
        Assert.Equal("ORDER-1 SUCCESS 19.90 0.12000", Short(Assert.Single((await Bill.FetchAsync(game)).Lines)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("&tar_type=GZIP")]
    public async Task A_wrong_hash_and_a_broken_off_file_are_told_by_the_hash(string packing)
    {
        await using var game = await DayAsync();
        await game.BehaveAsync(new { bill = new { atOnce = true } });
        var honest = await Bill.AskAsync(game, $"bill_date={Bill.Today}{packing}");
        var whole = (await Bill.DownloadAsync(game, honest)).Body;

        await game.BehaveAsync(new { bill = new { wrongHash = true } });
        var wrong = await Bill.AskAsync(game, $"bill_date={Bill.Today}{packing}");
        Assert.NotEqual(honest.Text("hash_value"), wrong.Text("hash_value"));
        Assert.Equal(whole, (await Bill.DownloadAsync(game, wrong)).Body);

        await game.BehaveAsync(new { bill = new { wrongHash = false, truncate = true } });
        var broken = await Bill.AskAsync(game, $"bill_date={Bill.Today}{packing}");
        Assert.Equal(honest.Text("hash_value"), broken.Text("hash_value"));
        Assert.Equal(whole[..(whole.Length / 2)], (await Bill.DownloadAsync(game, broken)).Body);
    }

    [Fact]
    public async Task An_unknown_lie_is_refused()
    {
        await using var game = await Game.StartAsync();
        Assert.Equal(400, (await game.CallAsync(HttpMethod.Put, "/simulator/behaviour", new { bill = new { lies = new[] { "White" } } })).Status);
    }

    /// <summary>Two payments, and a refund of the first.</summary>
    private static async Task<Game> DayAsync()
    {
        var game = await Game.StartAsync();
        await game.PaidAsync("ORDER-1");
        await game.PassAsync(TimeSpan.FromSeconds(1));
        await game.PaidAsync("ORDER-2");
        await game.PassAsync(TimeSpan.FromSeconds(1));
        await game.RefundAsync(game.RefundOf("ORDER-1", "R-1", 990));
        await game.PassAsync(TimeSpan.FromSeconds(1));
        return game;
    }

    private static string Short(IReadOnlyDictionary<string, string> line) => line["商户退款单号"] == "0"
        ? $"{line["商户订单号"]} {line["交易状态"]} {line["订单金额"]} {line["手续费"]}"
        : $"{line["商户订单号"]} {line["交易状态"]} {line["退款金额"]} {line["退款状态"]}";
}
