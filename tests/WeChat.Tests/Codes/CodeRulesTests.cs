using WeCommerce.WeChat.Codes;

namespace WeCommerce.WeChat.Tests.Codes;

/// <summary>The limits of 获取不限制的小程序码 and 获取加密URLLink.</summary>
public sealed class CodeRulesTests
{
    [Theory]
    [InlineData("1", true)]
    [InlineData("aZ9!#$&'()*+,/:;=?@-._~", true)]
    [InlineData("12345678901234567890123456789012", true)]
    [InlineData("123456789012345678901234567890123", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    [InlineData("%E5", false)]
    [InlineData("a b", false)]
    [InlineData("a\n", false)]
    [InlineData("商", false)]
    public void Scenes(string? scene, bool good) => Assert.Equal(good, CodeRules.IsScene(scene));

    [Theory]
    [InlineData("", true)]
    [InlineData("pages/index", true)]
    [InlineData("/pages/index", false)]
    [InlineData("pages/index?a=b", false)]
    [InlineData("pages/index#a", false)]
    [InlineData(null, false)]
    public void Pages(string? page, bool good) => Assert.Equal(good, CodeRules.IsPage(page));

    [Theory]
    [InlineData("", true)]
    [InlineData("a=b", true)]
    [InlineData("a=&b=%E5%8F%8B", true)]
    [InlineData("a", false)]
    [InlineData("=b", false)]
    [InlineData("a=b&", false)]
    [InlineData("a=友", false)]
    [InlineData(null, false)]
    public void Queries(string? query, bool good) => Assert.Equal(good, CodeRules.IsQuery(query));

    [Theory]
    [InlineData(59, false)]
    [InlineData(60, true)]
    [InlineData(2_592_000, true)]
    [InlineData(2_592_001, false)]
    public void Lives(int seconds, bool good) => Assert.Equal(good, CodeRules.IsLife(TimeSpan.FromSeconds(seconds)));
}
