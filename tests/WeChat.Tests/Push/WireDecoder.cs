using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;

namespace WeCommerce.WeChat.Tests.Push;

/// <summary>What WeChat does with a reply, written from 消息加解密 alone: shares nothing with what it checks.</summary>
internal static class WireDecoder
{
    /// <summary>The clear reply in an envelope, whose signature and receiver are right.</summary>
    public static string Open(string envelope, string token, string encodingAesKey, string receiveId)
    {
        var (encrypt, signature, timestamp, nonce) = envelope[0] == '<' ? OfXml(envelope) : OfJson(envelope);
        string[] signed = [token, timestamp, nonce, encrypt];
        Array.Sort(signed, string.CompareOrdinal);
        Assert.Equal(Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(string.Concat(signed)))), signature);

        using var aes = Aes.Create();
        aes.Mode = CipherMode.CBC;
        aes.Padding = PaddingMode.None;
        aes.Key = Convert.FromBase64String(encodingAesKey + "=");
        aes.IV = aes.Key[..16];
        using var decryptor = aes.CreateDecryptor();
        var cipher = Convert.FromBase64String(encrypt);
        var plain = decryptor.TransformFinalBlock(cipher, 0, cipher.Length);
        Assert.Equal(0, plain.Length % 32);
        Assert.All(plain[^plain[^1]..], b => Assert.Equal(plain[^1], b));
        Assert.InRange(plain[^1], 1, 32);
        var length = BinaryPrimitives.ReadUInt32BigEndian(plain.AsSpan(16));
        var end = 20 + (int)length;
        Assert.Equal(receiveId, Encoding.UTF8.GetString(plain[end..^plain[^1]]));
        return Encoding.UTF8.GetString(plain[20..end]);
    }

    private static (string Encrypt, string Signature, string TimeStamp, string Nonce) OfXml(string envelope)
    {
        var xml = XElement.Parse(envelope);
        Assert.Equal(["Encrypt", "MsgSignature", "TimeStamp", "Nonce"], xml.Elements().Select(e => e.Name.LocalName));
        return (xml.Element("Encrypt")!.Value, xml.Element("MsgSignature")!.Value, xml.Element("TimeStamp")!.Value, xml.Element("Nonce")!.Value);
    }

    private static (string Encrypt, string Signature, string TimeStamp, string Nonce) OfJson(string envelope)
    {
        using var json = JsonDocument.Parse(envelope);
        var root = json.RootElement;
        Assert.Equal(["Encrypt", "MsgSignature", "TimeStamp", "Nonce"], root.EnumerateObject().Select(m => m.Name));
        return (
            root.GetProperty("Encrypt").GetString()!, root.GetProperty("MsgSignature").GetString()!, root.GetProperty("TimeStamp").GetRawText(),
            root.GetProperty("Nonce").GetString()!);
    }
}
