using System.Globalization;
using CsCheck;
using WeCommerce.WeChat.Pay.Bills;

namespace WeCommerce.WeChat.Tests.Pay.Bills;

public sealed class YuanTextTests
{
    [Theory]
    [InlineData("0.10", 10)]
    [InlineData("45.0", 4500)]
    [InlineData("45", 4500)]
    [InlineData("-0.01", -1)]
    [InlineData("-0.00", 0)]
    [InlineData("19.90", 1990)]
    [InlineData("0.29000", 29)]
    [InlineData("007.5", 750)]
    [InlineData("92233720368547758.07", long.MaxValue)]
    public void Yuan_are_read_to_the_fen(string yuan, long fen)
    {
        Assert.True(YuanText.TryParseFen(yuan, out var read));
        Assert.Equal(fen, read);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData(".5")]
    [InlineData("5.")]
    [InlineData("+1.00")]
    [InlineData("1,000.00")]
    [InlineData("0.001")]
    [InlineData("1e2")]
    [InlineData(" 1.00")]
    [InlineData("¥1.00")]
    [InlineData("１.00")]
    [InlineData("0x10")]
    [InlineData("--1")]
    [InlineData("1.0.0")]
    [InlineData("92233720368547758.08")]
    [InlineData("99999999999999999999")]
    public void Anything_else_is_no_amount(string text) => Assert.False(YuanText.TryParseFen(text, out _));

    [Fact]
    public void Every_number_of_fen_comes_back_from_its_yuan() =>
        Gen.OneOf(Gen.Long[-1_000_000, 1_000_000], Gen.Long[-long.MaxValue, long.MaxValue]).Sample(fen =>
        {
            // Written by integers: sign, yuan, two digits.
            var (yuan, rest) = Math.DivRem(Math.Abs(fen), 100);
            var text = $"{(fen < 0 ? "-" : "")}{yuan.ToString(CultureInfo.InvariantCulture)}.{rest.ToString("00", CultureInfo.InvariantCulture)}";
            return YuanText.TryParseFen(text, out var read) && read == fen
                && YuanText.TryParseFen(text + "000", out read) && read == fen
                && !YuanText.TryParseFen(text + "1", out _);
        });

    [Fact]
    public void A_fee_is_kept_to_the_fifth_decimal_and_rounds_as_decimal_does() =>
        Gen.Long[-100_000_000_000, 100_000_000_000].Sample(value =>
        {
            // decimal is exact for fractions of ten; here it is only the judge.
            var text = (value / 100_000m).ToString("0.00000", CultureInfo.InvariantCulture);
            return YuanText.TryParseFee(text, out var fee) && fee == new MilliFen(value)
                && fee.RoundToFen() == (long)Math.Round(value / 1000m, MidpointRounding.AwayFromZero);
        });

    [Fact]
    public void Noise_is_no_amount_and_never_throws() => Gen.String.Sample(text =>
    {
        var looksLikeOne = text.Length > 0 && text.All(c => c is '-' or '.' || char.IsAsciiDigit(c));
        return looksLikeOne || !(YuanText.TryParseFen(text, out _) || YuanText.TryParseFee(text, out _) || YuanText.TryParseCount(text, out _));
    });

    [Theory]
    [InlineData("45.0", true)]
    [InlineData("45", true)]
    [InlineData("45.5", false)]
    [InlineData("-1", false)]
    public void A_count_is_whole(string text, bool isCount) => Assert.Equal(isCount, YuanText.TryParseCount(text, out _));
}
