using WeCommerce.Shop.Http;

namespace WeCommerce.Unit.Http;

public sealed class SessionOptionsTests
{
    [Theory]
    [InlineData("")]
    [InlineData("short")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==")]
    [InlineData("not base64 at all, but long enough to be one of 32 bytes")]
    public void SigningKey_ThatIsNone_IsNamed(string key) =>
        Assert.Contains(new SessionOptions { SigningKey = key }.Faults(), f => f.Contains("Sessions__SigningKey", StringComparison.Ordinal));

    [Fact]
    public void SigningKey_Of32Bytes_IsGood() => Assert.Empty(new SessionOptions { SigningKey = Convert.ToBase64String(new byte[32]) }.Faults());
}
