using System.Globalization;
using System.Text.Json;
using CsCheck;
using WeCommerce.WeChat.Api;
using WeCommerce.WeChat.MiniProgram;

namespace WeCommerce.WeChat.Tests.MiniProgram;

/// <summary>What is refused here before it costs a call, and what WeChat refuses (错误码 of 发货信息录入 and 确认收货提醒).</summary>
public sealed class ShippingRulesTests
{
    private static readonly ShippingReport Report = ShippingSamples.Report;
    private static readonly Parcel Parcel = ShippingSamples.Parcel;

    public static TheoryData<string, ShippingReport> Wrong => new()
    {
        { "the payment", Report with { TransactionId = "" } },
        { "PayerOpenId", Report with { PayerOpenId = "" } },
        { "LogisticsType", Report with { LogisticsType = (LogisticsType)5 } },
        // 10060006
        { "IsSplit", Report with { LogisticsType = LogisticsType.SameCity, IsSplit = true } },
        // 268485228
        { "Parcels", Report with { Parcels = [Parcel, Parcel] } },
        { "Parcels", Report with { Parcels = [] } },
        { "Parcels", Report with { Parcels = [], IsSplit = true } },
        // 10060024
        { "Parcels", Report with { Parcels = [.. Enumerable.Repeat(Parcel, 16)], IsSplit = true } },
        // 10060008
        { "ItemDesc", With(Parcel with { ItemDesc = " " }) },
        // 268485226, 268485227
        { "TrackingNo", With(Parcel with { TrackingNo = null }) },
        { "CarrierCode", With(Parcel with { CarrierCode = "" }) },
        // 10060025, 10060026
        { "CarrierCode", With(Parcel with { CarrierCode = new string('A', 129) }) },
        { "TrackingNo", With(Parcel with { TrackingNo = new string('字', 43) }) },
        { "ReceiverContact", With(Parcel with { ReceiverContact = null }) },
        { "ReceiverContact", With(Parcel with { ReceiverContact = "18912341234" }) },
        { "ReceiverContact", With(Parcel with { ReceiverContact = "189****12*4" }) },
        { "ReceiverContact", With(Parcel with { CarrierCode = "ZTO", ReceiverContact = "1234" }) },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task A_wrong_report_costs_no_call(string field, ShippingReport report)
    {
        await using var world = await MiniWorld.StartAsync();

        var failure = MiniProgramTests.Failure(await world.Api().ReportShippingAsync(MiniWorld.AppId, report, default));

        Assert.Equal((ApiFailureKind.OurFault, 0L), (failure.Kind, failure.ErrCode));
        Assert.StartsWith(field, failure.ErrMsg, StringComparison.Ordinal);
        Assert.Empty(world.Server.Requests);
    }

    [Theory]
    [InlineData(-1, ApiFailureKind.TryAgain)]
    [InlineData(10060001, ApiFailureKind.NotYet)]
    [InlineData(10060002, ApiFailureKind.AlreadyShipped)]
    [InlineData(10060003, ApiFailureKind.ReuploadUsed)]
    [InlineData(10060004, ApiFailureKind.StateForbids)]
    [InlineData(10060005, ApiFailureKind.OurFault)]
    [InlineData(10060006, ApiFailureKind.OurFault)]
    [InlineData(10060007, ApiFailureKind.OurFault)]
    [InlineData(10060008, ApiFailureKind.OurFault)]
    [InlineData(10060009, ApiFailureKind.OurFault)]
    [InlineData(10060011, ApiFailureKind.OurFault)]
    [InlineData(10060012, ApiFailureKind.TryAgain)]
    [InlineData(10060014, ApiFailureKind.OurFault)]
    [InlineData(10060019, ApiFailureKind.TryAgain)]
    // 该笔支付单在没有任何商品描述的情况下不允许完成发货: nothing was done, so it is no success.
    [InlineData(10060020, ApiFailureKind.OurFault)]
    [InlineData(10060024, ApiFailureKind.OurFault)]
    [InlineData(10060025, ApiFailureKind.OurFault)]
    [InlineData(10060026, ApiFailureKind.OurFault)]
    [InlineData(10060028, ApiFailureKind.StateForbids)]
    [InlineData(10060029, ApiFailureKind.OurFault)]
    [InlineData(10060031, ApiFailureKind.OurFault)]
    [InlineData(10060032, ApiFailureKind.OurFault)]
    [InlineData(268485194, ApiFailureKind.OurFault)]
    [InlineData(268485195, ApiFailureKind.OurFault)]
    [InlineData(268485196, ApiFailureKind.OurFault)]
    [InlineData(268485197, ApiFailureKind.OurFault)]
    [InlineData(268485216, ApiFailureKind.UploadTimeTooOld)]
    [InlineData(268485224, ApiFailureKind.OurFault)]
    [InlineData(268485226, ApiFailureKind.OurFault)]
    [InlineData(268485227, ApiFailureKind.OurFault)]
    [InlineData(268485228, ApiFailureKind.OurFault)]
    [InlineData(40097, ApiFailureKind.OurFault)]
    [InlineData(44990, ApiFailureKind.TooFrequent)]
    [InlineData(47001, ApiFailureKind.OurFault)]
    [InlineData(48001, ApiFailureKind.OurFault)]
    [InlineData(61003, ApiFailureKind.OurFault)]
    [InlineData(61004, ApiFailureKind.OurFault)]
    [InlineData(61011, ApiFailureKind.OurFault)]
    public async Task What_WeChat_refuses_is_classified(long errCode, ApiFailureKind kind)
    {
        await using var world = await MiniWorld.StartAsync();
        world.Answer = _ => new Reply(200, $$"""{"errcode":{{errCode}},"errmsg":"m rid: 1"}""");

        var failure = MiniProgramTests.Failure(await world.Api().ReportShippingAsync(MiniWorld.AppId, Report, default));

        Assert.Equal(new ApiFailure(kind, errCode, "m rid: 1"), failure);
    }

    [Theory]
    [InlineData(10060023)]
    [InlineData(10060030)]
    public async Task What_was_done_before_is_done(long errCode)
    {
        await using var world = await MiniWorld.StartAsync();
        world.Answer = _ => new Reply(200, $$"""{"errcode":{{errCode}},"errmsg":"m rid: 1"}""");

        var answer = await world.Api().RemindReceiptAsync(MiniWorld.AppId, new PaymentKey.Transaction("4200000001"), world.Time.GetUtcNow(), default);

        Assert.Equal(new Reported(IsNews: false), Assert.IsType<ApiAnswer<Reported>.Success>(answer).Value);
    }

    [Theory]
    // Flags are two regional indicators (8 bytes), a family is seven runes, é may be two characters.
    [InlineData("👨‍👩‍👧‍👦", 11)]
    [InlineData("🇨🇳", 4)]
    [InlineData("e\u0301", 2)]
    [InlineData("字", 1)]
    public async Task A_long_description_is_cut_between_characters(string character, int length)
    {
        Assert.Equal(length, character.Length);
        Assert.Equal(
            string.Concat(Enumerable.Repeat(character, 120 / length)), await SentAsync(string.Concat(Enumerable.Repeat(character, 121))));
    }

    [Fact]
    public async Task A_single_character_longer_than_the_limit_is_cut_all_the_same()
    {
        Assert.Equal(120, (await SentAsync("e" + new string('\u0301', 200))).Length);
        Assert.Equal("x", await SentAsync("x"));
        Assert.Equal(new string('字', 120), await SentAsync(new string('字', 120)));
    }

    [Fact]
    public async Task Half_a_surrogate_pair_does_not_throw() => Assert.Equal("a\uFFFDb", await SentAsync("a\uD83Db"));

    [Theory]
    [InlineData("18912341234", "189****1234")]
    [InlineData("189 1234 1234", "189****1234")]
    [InlineData("+8618912341234", "****1234")]
    [InlineData("021-87651234", "021****1234")]
    [InlineData("1234", null)]
    [InlineData("", null)]
    public void A_number_is_masked_but_for_its_last_four_digits(string phone, string? masked) => Assert.Equal(masked, ContactMask.Of(phone));

    [Theory]
    // WeChat's own examples.
    [InlineData("189****1234")]
    [InlineData("021-****1234")]
    [InlineData("****1234")]
    [InlineData("0**2-***1234")]
    [InlineData("0**2-******23-10")]
    [InlineData("****123-8008")]
    public void WeChats_examples_are_masked(string contact) => Assert.True(ContactMask.IsMasked(contact));

    [Fact]
    public void What_is_masked_here_counts_as_masked() => Gen.Long[10_000, 9_999_999_999_999].Sample(number =>
        ContactMask.IsMasked(ContactMask.Of(number.ToString(CultureInfo.InvariantCulture))!));

    private static async Task<string> SentAsync(string itemDesc)
    {
        await using var world = await MiniWorld.StartAsync();
        Assert.IsType<ApiAnswer<Reported>.Success>(
            await world.Api().ReportShippingAsync(MiniWorld.AppId, With(Parcel with { ItemDesc = itemDesc }), default));
        using var json = JsonDocument.Parse(world.Server.Requests.Last().Body);
        return json.RootElement.GetProperty("shipping_list")[0].GetProperty("item_desc").GetString()!;
    }

    private static ShippingReport With(Parcel parcel) => Report with { Parcels = [parcel] };
}
