using System.Text.Json;
using WeCommerce.Shop.Money;

namespace WeCommerce.Unit.Money;

public sealed class FenTests
{
    [Fact]
    public void Arithmetic_ThatDoesNotFit_Throws()
    {
        Assert.Throws<OverflowException>(() => new Fen(long.MaxValue) + new Fen(1));
        Assert.Throws<OverflowException>(() => new Fen(long.MaxValue) * 2);
        Assert.Throws<OverflowException>(() => new Fen(long.MinValue) - new Fen(1));
    }

    [Theory]
    [InlineData("1990", true)]
    [InlineData("-1", true)]
    [InlineData("19.9", false)]
    [InlineData("1e3", false)]
    [InlineData("\"1990\"", false)]
    [InlineData("null", false)]
    [InlineData("99999999999999999999", false)]
    public void Json_IsAWholeNumberOrNothing(string json, bool good)
    {
        if (good)
            Assert.Equal(json, JsonSerializer.Serialize(JsonSerializer.Deserialize<Fen>(json)));
        else
            Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Fen>(json));
    }

    [Theory]
    [InlineData(0, "¥0.00")]
    [InlineData(5, "¥0.05")]
    [InlineData(1990, "¥19.90")]
    [InlineData(-1990, "-¥19.90")]
    public void Text_IsYuan(long fen, string text) => Assert.Equal(text, new Fen(fen).ToString());
}
