using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using WeCommerce.WeChat.Push;

namespace WeCommerce.Bench;

/// <summary>A push of WeChat's in safe mode, encrypted and signed as WeChat does it, ready to be sent.</summary>
/// <param name="Query">Of its address.</param>
internal sealed record SignedPush(string Query, byte[] Body)
{
    public const string Token = "aTokenOfTheBenchmark";
    public const string EncodingAesKey = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";

    private static readonly byte[] Key = PushCipher.TryReadKey(EncodingAesKey, out var key) ? key : throw new Trouble("The benchmark's own key is none.");

    /// <summary>The n-th push of a run: what people write, that they open the customer service, that an order is settled.</summary>
    /// <param name="run">Tells runs apart, so that no push of one is a repeat of another's.</param>
    public static SignedPush Of(int run, int n)
    {
        var message = new JsonObject
        {
            ["ToUserName"] = "gh_0123456789ab",
            ["FromUserName"] = $"oBenchmark{run}_{n % 500:000}",
            ["CreateTime"] = DateTimeOffset.UtcNow.ToUnixTimeSeconds(),
        };
        switch (n % 3)
        {
            case 0:
                (message["MsgType"], message["Content"], message["MsgId"]) = ("text", $"请问第 {n} 件什么时候发货？", ((long)run << 32) + n + 1);
                break;
            case 1:
                (message["MsgType"], message["Event"], message["SessionFrom"]) = ("event", "user_enter_tempsession", $"page-{n}");
                // Of one person and second it would be the same.
                message["FromUserName"] = $"oBenchmark{run}_{n}";
                break;
            default:
                (message["MsgType"], message["Event"], message["transaction_id"]) = ("event", "trade_manage_order_settlement", $"4200{run:0000}{n:00000000000000000000}");
                break;
        }

        var (timestamp, nonce) = ($"{DateTimeOffset.UtcNow.ToUnixTimeSeconds()}", RandomNumberGenerator.GetHexString(10));
        var encrypt = PushCipher.Encrypt(Key, RandomNumberGenerator.GetBytes(16), message.ToJsonString(), Merchant.AppId);
        return new(
            $"signature={PushSignature.OfUrl(Token, timestamp, nonce)}&timestamp={timestamp}&nonce={nonce}&encrypt_type=aes&msg_signature={PushSignature.OfMessage(Token, timestamp, nonce, encrypt)}",
            Encoding.UTF8.GetBytes($$"""{"ToUserName":"gh_0123456789ab","Encrypt":"{{encrypt}}"}"""));
    }
}
