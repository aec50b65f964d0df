using System.Text.Json;
using WeCommerce.WeChat.MiniProgram;

namespace WeCommerce.WeChat.Tests.MiniProgram;

/// <summary>Published and generated vectors of the mini-program's user data.</summary>
public sealed class MiniVectorTests
{
    [Fact]
    public void Raw_data() => VectorSet.Each("mini.rawdata_signature", 2, v =>
    {
        Assert.True(UserData.IsGenuine(v.Input("raw_data"), v.Expect("signature")!, v.Input("session_key")));
        Assert.True(UserData.IsGenuine(v.Input("raw_data"), v.Expect("signature")!.ToUpperInvariant(), v.Input("session_key")));
        Assert.False(UserData.IsGenuine(v.Input("raw_data") + " ", v.Expect("signature")!, v.Input("session_key")));
        Assert.False(UserData.IsGenuine(v.Input("raw_data"), "", v.Input("session_key")));
    });

    [Fact]
    public void Check_session() => VectorSet.Each("mini.checksession_signature", 1, v =>
        Assert.Equal(v.Expect("signature_key_as_text"), UserData.SessionSignature(v.Input("session_key"))));

    [Fact]
    public void User_data() => VectorSet.Each("mini.decrypt_user_data", 4, v =>
    {
        var opened = UserData.TryDecrypt(v.Input("session_key"), v.Input("iv"), v.Input("encrypted_data"), out var json);
        Assert.Equal(v.Expect("error") is null, opened);
        if (!opened)
            return;
        Assert.Equal(v.Expect("plaintext"), json);
        var mark = UserData.ReadWatermark(json!)!;
        if (v.Expect("watermark_appid") is { } appId)
            Assert.Equal((appId, v.Expect("watermark_timestamp")), (mark.AppId, JsonSerializer.Serialize(mark.Timestamp.ToUnixTimeSeconds())));
        if (v.Expect("watermark_valid") is { } valid)
            Assert.Equal(valid == "true", UserData.IsFor(json!, v.Input("appid"), mark.Timestamp.AddMinutes(5), TimeSpan.FromMinutes(5)));
        Assert.False(UserData.IsFor(json!, mark.AppId, mark.Timestamp.AddSeconds(301), TimeSpan.FromMinutes(5)));
    });

    [Theory]
    [InlineData("{}")]
    [InlineData("not json")]
    [InlineData("""{"watermark":{"appid":"wx1"}}""")]
    [InlineData("""{"watermark":{"appid":"wx1","timestamp":-1}}""")]
    public void Data_without_a_watermark_is_for_nobody(string json) =>
        Assert.False(UserData.IsFor(json, "wx1", DateTimeOffset.UnixEpoch, TimeSpan.MaxValue));

    [Theory]
    [InlineData("", "", "")]
    [InlineData("%", "%", "%")]
    [InlineData("tiihtNczf5v6AKRyjwEUhQ==", "AAAA", "AAAA")]
    [InlineData("AAAA", "r7BXXKkLb8qrSNn05n0qiA==", "AAAA")]
    public void Noise_does_not_open(string sessionKey, string iv, string data) => Assert.False(UserData.TryDecrypt(sessionKey, iv, data, out _));
}
