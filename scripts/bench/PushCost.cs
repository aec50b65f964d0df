using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using WeCommerce.WeChat.Push;

namespace WeCommerce.Bench;

/// <summary>What it costs to read one push in safe mode, beside the bare cryptography of the same bytes: both in this process, on one thread, without storage.</summary>
internal sealed class PushCost(Options options, Report report)
{
    private const double Most = 5;
    private const string Token = SignedPush.Token;
    private const string EncodingAesKey = SignedPush.EncodingAesKey;
    private const string AppId = Merchant.AppId;

    /// <summary>700 bytes: 发货信息管理 tells when it settles.</summary>
    private const string Message = """
        <xml><ToUserName><![CDATA[gh_0123456789ab]]></ToUserName>
        <FromUserName><![CDATA[oExampleOfAnOpenId0000000000]]></FromUserName>
        <CreateTime>1767225600</CreateTime>
        <MsgType><![CDATA[event]]></MsgType>
        <Event><![CDATA[trade_manage_order_settlement]]></Event>
        <transaction_id><![CDATA[4200001234202601011234567890]]></transaction_id>
        <merchant_id><![CDATA[1900000000]]></merchant_id>
        <sub_merchant_id><![CDATA[1900000001]]></sub_merchant_id>
        <merchant_trade_no><![CDATA[0123456789ABC0123456789ABC012301]]></merchant_trade_no>
        <pay_time>1767139200</pay_time>
        <shipped_time>1767182400</shipped_time>
        <estimated_settlement_time>1768046400</estimated_settlement_time>
        </xml>
        """;

    public void Run()
    {
        var protocol = new PushProtocol(new(Token, EncodingAesKey, AppId, PushMode.Safe, PushFormat.Xml));
        var key = PushCipher.TryReadKey(EncodingAesKey, out var read) ? read : throw new Trouble("The benchmark's own key is none.");
        var encrypt = PushCipher.Encrypt(key, RandomNumberGenerator.GetBytes(16), Message, AppId);
        var (timestamp, nonce) = ("1767225601", "1234567890");
        var query = new PushQuery(PushSignature.OfUrl(Token, timestamp, nonce), timestamp, nonce, PushSignature.OfMessage(Token, timestamp, nonce, encrypt));
        var body = Encoding.UTF8.GetBytes($"<xml><ToUserName><![CDATA[gh_0123456789ab]]></ToUserName><Encrypt><![CDATA[{encrypt}]]></Encrypt></xml>");
        using var bare = new Bare(key, encrypt, $"{nonce}{timestamp}{Token}{encrypt}");

        var count = options.Scaled(40_000);
        var (shop, floor) = (new List<double>(), new List<double>());
        Read(protocol, query, body, count);
        bare.Run(count);
        for (var round = 0; round < options.Rounds; round++)
        {
            var start = Stopwatch.GetTimestamp();
            Read(protocol, query, body, count);
            shop.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds / count);
            start = Stopwatch.GetTimestamp();
            bare.Run(count);
            floor.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds / count);
        }

        var (all, crypto) = (Sample.Middle(shop, m => m), Sample.Middle(floor, m => m));
        report.Head("One push, verified, decrypted and parsed", "who", "µs");
        report.Row("PushProtocol", $"{all:0.0}");
        report.Row("SHA-1 + AES-CBC", $"{crypto:0.0}");
        report.Goal("Push: reading over bare cryptography", all / crypto, $"≤ {Most}", all / crypto <= Most);
    }

    private static void Read(PushProtocol protocol, PushQuery query, byte[] body, int count)
    {
        for (var n = 0; n < count; n++)
        {
            if (protocol.Read(query, body) is not PushVerdict.Genuine { Message: var message } || message["merchant_id"] != "1900000000")
                throw new Trouble("The benchmark's own push is not believed.");
        }
    }

    /// <summary>Everything but the cryptography is done beforehand.</summary>
    private sealed class Bare : IDisposable
    {
        private readonly Aes _aes = Aes.Create();
        private readonly byte[] _iv;
        private readonly byte[] _ciphertext;
        private readonly byte[] _signed;

        public Bare(byte[] key, string encrypt, string signed)
        {
            _aes.Key = key;
            _iv = key[..16];
            _ciphertext = Convert.FromBase64String(encrypt);
            _signed = Encoding.UTF8.GetBytes(signed);
        }

        public void Run(int count)
        {
            var plaintext = new byte[_ciphertext.Length];
            Span<byte> hash = stackalloc byte[SHA1.HashSizeInBytes];
            for (var n = 0; n < count; n++)
            {
                SHA1.HashData(_signed, hash);
                _aes.DecryptCbc(_ciphertext, _iv, plaintext, PaddingMode.None);
            }
        }

        public void Dispose() => _aes.Dispose();
    }
}
