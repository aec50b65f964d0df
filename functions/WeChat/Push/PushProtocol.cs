using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;

namespace WeCommerce.WeChat.Push;

/// <summary>WeChat's message push for one app (消息推送): tells pushes from forgeries, and wraps replies. Nothing a sender does makes it throw.</summary>
public sealed class PushProtocol
{
    /// <summary>WeChat's are far smaller.</summary>
    public const int MaxBodyBytes = 64 * 1024;

    private readonly PushSettings _settings;
    private readonly byte[] _key;

    /// <exception cref="ArgumentException">The mode encrypts and the EncodingAESKey is none.</exception>
    public PushProtocol(PushSettings settings)
    {
        _settings = settings;
        _key = PushCipher.TryReadKey(settings.EncodingAesKey, out var key) ? key : [];
        if (_key.Length == 0 && settings.Mode != PushMode.Plaintext)
            throw new ArgumentException("The EncodingAESKey must have 43 characters of Base64.", nameof(settings));
    }

    /// <summary>Whether the GET that WeChat checks the address with is WeChat's (验证消息的确来自微信服务器); answer echostr verbatim then.</summary>
    public bool IsUrlCheck(string? signature, string? timestamp, string? nonce) =>
        timestamp is not null && nonce is not null
        && PushSignature.Matches(PushSignature.OfUrl(_settings.Token, timestamp, nonce), signature);

    /// <summary>A verdict for any input.</summary>
    public PushVerdict Read(PushQuery query, ReadOnlySpan<byte> body)
    {
        var encrypted = _settings.Mode != PushMode.Plaintext;
        if (query.Timestamp is not { Length: > 0 } timestamp || query.Nonce is not { Length: > 0 } nonce
            || string.IsNullOrEmpty(encrypted ? query.MsgSignature : query.Signature))
        {
            return Reject(PushRejection.MissingQuery);
        }
        if (body.Length > MaxBodyBytes)
            return Reject(PushRejection.TooLarge);
        if (query.Signature is not null && !IsUrlCheck(query.Signature, timestamp, nonce))
            return Reject(PushRejection.BadSignature);
        var text = Encoding.UTF8.GetString(body).TrimStart('\uFEFF');
        if (PushFields.Read(text, _settings.Format) is not { } fields)
            return Reject(PushRejection.MalformedBody);
        if (!encrypted)
            return new PushVerdict.Genuine(new PushMessage(text, fields));
        if (!fields.TryGetValue("Encrypt", out var encrypt) || encrypt.Length == 0)
            return Reject(PushRejection.MalformedBody);
        if (!PushSignature.Matches(PushSignature.OfMessage(_settings.Token, timestamp, nonce, encrypt), query.MsgSignature))
            return Reject(PushRejection.BadSignature);
        return Open(encrypt);
    }

    /// <summary>
    /// A reply to a push (被动回复), as the app's mode and format want it: the body of the answer, <c>application/xml</c> or <c>application/json</c>. The reply's own nonce
    /// is random.
    /// </summary>
    /// <param name="reply">What to say.</param>
    /// <param name="message">The push: who gets the reply sent it.</param>
    /// <param name="now">The reply's CreateTime and TimeStamp.</param>
    public string Reply(PushReply reply, PushMessage message, DateTimeOffset now) =>
        Reply(PushReplyText.Of(reply, message, now, _settings.Format), now.ToUnixTimeSeconds(), RandomNumberGenerator.GetString("0123456789", 10));

    /// <summary>
    /// A reply as the mode wants it: clear in plaintext mode, else encrypted and signed. <c>success</c> and the empty reply go out as
    /// they are, and not through here.
    /// </summary>
    /// <param name="reply">In the configured format.</param>
    /// <param name="timestamp">Seconds: the reply's own.</param>
    /// <param name="nonce">Random: the reply's own.</param>
    public string Reply(string reply, long timestamp, string nonce)
    {
        if (_settings.Mode == PushMode.Plaintext)
            return reply;
        var encrypt = PushCipher.Encrypt(_key, RandomNumberGenerator.GetBytes(16), reply, _settings.ReceiveId);
        return Wrap(encrypt, timestamp, nonce);
    }

    private string Wrap(string encrypt, long timestamp, string nonce)
    {
        var stamp = timestamp.ToString(System.Globalization.CultureInfo.InvariantCulture);
        var signature = PushSignature.OfMessage(_settings.Token, stamp, nonce, encrypt);
        if (_settings.Format == PushFormat.Json)
        {
            return Encoding.UTF8.GetString(JsonText.Object(json =>
            {
                json.WriteString("Encrypt", encrypt);
                json.WriteString("MsgSignature", signature);
                json.WriteNumber("TimeStamp", timestamp);
                json.WriteString("Nonce", nonce);
            }));
        }
        var xml = new XElement(
            "xml",
            new XElement("Encrypt", new XCData(encrypt)),
            new XElement("MsgSignature", new XCData(signature)),
            new XElement("TimeStamp", stamp),
            new XElement("Nonce", new XCData(nonce)));
        return xml.ToString(SaveOptions.DisableFormatting);
    }

    private PushVerdict Open(string encrypt)
    {
        if (!PushCipher.TryDecrypt(_key, encrypt, out var message, out var receiveId))
            return Reject(PushRejection.DecryptionFailed);
        if (!PushSignature.Matches(_settings.ReceiveId, receiveId))
            return Reject(PushRejection.WrongReceiver);
        return PushFields.Read(message, _settings.Format) is { } fields
            ? new PushVerdict.Genuine(new PushMessage(message, fields))
            : Reject(PushRejection.MalformedBody);
    }

    private static PushVerdict.Rejected Reject(PushRejection reason) => new(reason);
}
