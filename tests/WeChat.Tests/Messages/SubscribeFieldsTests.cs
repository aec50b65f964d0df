using System.Text;
using CsCheck;
using WeCommerce.WeChat.Messages;

namespace WeCommerce.WeChat.Tests.Messages;

/// <summary>订阅消息参数值内容限制说明, kind by kind.</summary>
public sealed class SubscribeFieldsTests
{
    private const string Family = "👨‍👩‍👧‍👦";

    [Theory]
    [InlineData("thing1", SubscribeFieldKind.Thing)]
    [InlineData("number2", SubscribeFieldKind.Number)]
    [InlineData("letter3", SubscribeFieldKind.Letter)]
    [InlineData("symbol4", SubscribeFieldKind.Symbol)]
    [InlineData("character_string12", SubscribeFieldKind.CharacterString)]
    [InlineData("time5", SubscribeFieldKind.Time)]
    [InlineData("date6", SubscribeFieldKind.Date)]
    [InlineData("amount7", SubscribeFieldKind.Amount)]
    [InlineData("phone_number8", SubscribeFieldKind.PhoneNumber)]
    [InlineData("car_number9", SubscribeFieldKind.CarNumber)]
    [InlineData("name10", SubscribeFieldKind.Name)]
    [InlineData("phrase11", SubscribeFieldKind.Phrase)]
    [InlineData("enum1", SubscribeFieldKind.Enum)]
    [InlineData("thing", null)]
    [InlineData("keyword1", null)]
    [InlineData("Thing1", null)]
    [InlineData("thing1\n", null)]
    [InlineData("", null)]
    public void Keys_tell_their_kind(string key, SubscribeFieldKind? kind) => Assert.Equal(kind, SubscribeFields.KindOf(key));

    [Theory]
    [InlineData(SubscribeFieldKind.Thing, "一二三四五六七八九十一二三四五六七八九十")]
    [InlineData(SubscribeFieldKind.Thing, "草莓 500g，共2件！")]
    [InlineData(SubscribeFieldKind.Number, "-12.5")]
    [InlineData(SubscribeFieldKind.Letter, "abcXYZ")]
    [InlineData(SubscribeFieldKind.Symbol, "★★★★★")]
    [InlineData(SubscribeFieldKind.CharacterString, "SF1234567890-(1)")]
    [InlineData(SubscribeFieldKind.Time, "15:01")]
    [InlineData(SubscribeFieldKind.Time, "2019年10月1日 15:01")]
    [InlineData(SubscribeFieldKind.Date, "2019年10月1日")]
    [InlineData(SubscribeFieldKind.Date, "2019年10月1日 15:01")]
    [InlineData(SubscribeFieldKind.Date, "2019-10-01 15:01:02")]
    [InlineData(SubscribeFieldKind.Amount, "¥19.90")]
    [InlineData(SubscribeFieldKind.Amount, "1234567890.12元")]
    [InlineData(SubscribeFieldKind.PhoneNumber, "+86-0766-66888866")]
    [InlineData(SubscribeFieldKind.CarNumber, "粤A8Z888挂")]
    [InlineData(SubscribeFieldKind.Name, "一二三四五六七八九十")]
    [InlineData(SubscribeFieldKind.Name, "Bartholomew Johnsons")]
    [InlineData(SubscribeFieldKind.Phrase, "配送中")]
    [InlineData(SubscribeFieldKind.Enum, "已支付")]
    public void What_fits_stays_as_it_is(SubscribeFieldKind kind, string value)
    {
        Assert.True(SubscribeFields.Takes(kind, value));
        Assert.Equal(value, SubscribeFields.Fit(kind, value));
    }

    [Theory]
    [InlineData(SubscribeFieldKind.Number, "12a")]
    [InlineData(SubscribeFieldKind.Number, "123456789012345678901234567890123")]
    [InlineData(SubscribeFieldKind.Letter, "abc1")]
    [InlineData(SubscribeFieldKind.Letter, "abcdefghijklmnopqrstuvwxyzabcdefg")]
    [InlineData(SubscribeFieldKind.Symbol, "★★★★★★")]
    [InlineData(SubscribeFieldKind.Symbol, "a")]
    [InlineData(SubscribeFieldKind.CharacterString, "快递")]
    [InlineData(SubscribeFieldKind.Time, "25:01")]
    [InlineData(SubscribeFieldKind.Time, "2019-10-01 15:01")]
    [InlineData(SubscribeFieldKind.Date, "10月1日")]
    [InlineData(SubscribeFieldKind.Amount, "19.901")]
    [InlineData(SubscribeFieldKind.Amount, "12345678901")]
    [InlineData(SubscribeFieldKind.PhoneNumber, "123456789012345678")]
    [InlineData(SubscribeFieldKind.PhoneNumber, "138 转 1")]
    [InlineData(SubscribeFieldKind.CarNumber, "粤A8Z888挂1")]
    [InlineData(SubscribeFieldKind.Phrase, "ok")]
    [InlineData(SubscribeFieldKind.Thing, " \r\n ")]
    [InlineData(SubscribeFieldKind.Enum, "")]
    public void What_cannot_be_made_to_fit_is_none(SubscribeFieldKind kind, string value)
    {
        Assert.False(SubscribeFields.Takes(kind, value));
        Assert.Null(SubscribeFields.Fit(kind, value));
    }

    [Theory]
    [InlineData(SubscribeFieldKind.Thing, "一二三四五六七八九十一二三四五六七八九十一", "一二三四五六七八九十一二三四五六七八九…")]
    [InlineData(SubscribeFieldKind.Thing, "大草莓\r\n 500g\t", "大草莓 500g")]
    [InlineData(SubscribeFieldKind.Thing, "a\0b\u2028c", "ab c")]
    [InlineData(SubscribeFieldKind.Name, "一二三四五六七八九十一", "一二三四五六七八九十")]
    [InlineData(SubscribeFieldKind.Name, "Bartholomew Johnsonson", "Bartholomew Johnsons")]
    [InlineData(SubscribeFieldKind.Phrase, "正在派送中了！", "正在派送中")]
    [InlineData(SubscribeFieldKind.CharacterString, "单号 SF123", "SF123")]
    [InlineData(SubscribeFieldKind.Amount, " ¥19.90\n", "¥19.90")]
    public void What_is_too_much_is_cut_or_left_out(SubscribeFieldKind kind, string value, string fitted)
    {
        Assert.False(SubscribeFields.Takes(kind, value));
        Assert.Equal(fitted, SubscribeFields.Fit(kind, value));
    }

    /// <summary>One family is 11 UTF-16 characters, which is what WeChat's count is held against.</summary>
    [Fact]
    public void Emoji_are_cut_between_and_never_within()
    {
        Assert.Equal($"{Family}…", SubscribeFields.Fit(SubscribeFieldKind.Thing, Family + Family));
        Assert.Equal("一二三四五六七八九…", SubscribeFields.Fit(SubscribeFieldKind.Thing, $"一二三四五六七八九{Family}十"));
        Assert.Null(SubscribeFields.Fit(SubscribeFieldKind.Thing, $"{Family}{new string('\u0301', 40)}"));
        Assert.Null(SubscribeFields.Fit(SubscribeFieldKind.Name, Family));
    }

    [Fact]
    public void Halves_of_a_character_are_no_text()
    {
        var half = new string(['a', '\ud83d', 'b']);

        Assert.All(Enum.GetValues<SubscribeFieldKind>(), kind => Assert.False(SubscribeFields.Takes(kind, half)));
        Assert.Equal("ab", SubscribeFields.Fit(SubscribeFieldKind.Thing, half));
    }

    [Fact]
    public void A_book_is_cut_as_quickly_as_a_line() =>
        Assert.Equal("书书书书书书书书书书书书书书书书书书书…", SubscribeFields.Fit(SubscribeFieldKind.Thing, new string('书', 5_000_000)));

    [Fact]
    public void Whatever_is_fitted_is_taken_and_fits_again_as_it_is()
    {
        var character = Gen.OneOf(
            Gen.Int[0, 0x7F].Select(c => $"{(char)c}"),
            Gen.Int[0x4E00, 0x9FFF].Select(c => $"{(char)c}"),
            Gen.Int[0, 0xFFFF].Select(c => $"{(char)c}"),
            Gen.Int[0x1F300, 0x1FAFF].Select(char.ConvertFromUtf32),
            Gen.OneOf(new[] { Family, "e\u0301", "🇨🇳", "¥", "…" }.Select(Gen.Const).ToArray()));
        Gen.Select(Gen.Enum<SubscribeFieldKind>(), character.Array[0, 60].Select(string.Concat)).Sample(
            (kind, value) => SubscribeFields.Fit(kind, value) is not { } fitted
                || (SubscribeFields.Takes(kind, fitted) && SubscribeFields.Fit(kind, fitted) == fitted && IsWhole(fitted)),
            iter: 20_000);
    }

    private static bool IsWhole(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)) == text;
}
