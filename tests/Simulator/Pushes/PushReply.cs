using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml;
using System.Xml.Linq;

namespace WeCommerce.Simulator.Pushes;

/// <summary>What an app answers to a push (被动回复), read as WeChat reads it: signature, encryption, format, and who it is for.</summary>
internal static class PushReply
{
    private const int Block = 32;

    // What each type must have besides the base fields.
    private static readonly Dictionary<string, string[]> Needed = new()
    {
        ["text"] = ["Content"],
        ["image"] = ["Image/MediaId"],
        ["voice"] = ["Voice/MediaId"],
        ["video"] = ["Video/MediaId"],
        ["music"] = ["Music/ThumbMediaId"],
        ["news"] = ["ArticleCount", "Articles/item"],
        ["transfer_customer_service"] = [],
    };

    /// <returns>The reply's fields, or what is wrong with it; neither when there is nothing to say: success, or nothing at all.</returns>
    public static (JsonObject? Reply, string? Error) Read(PushSettings settings, SimulatedApp app, JsonObject pushed, string body)
    {
        if (body is "" or "success")
            return (null, null);
        try
        {
            var fields = Parse(settings.Format, body);
            var reply = settings.Encrypts ? Parse(settings.Format, Open(settings, app.AppId, fields)) : fields;
            return Fault(app, pushed, reply) is { } fault ? (null, fault) : (reply, null);
        }
        catch (Exception e) when (e is JsonException or XmlException or FormatException or CryptographicException)
        {
            return (null, $"The reply cannot be read: {e.Message}");
        }
    }

    private static string Open(PushSettings settings, string appId, JsonObject outer)
    {
        var (encrypt, stamp, nonce) = (Text(outer, "Encrypt"), Text(outer, "TimeStamp"), Text(outer, "Nonce"));
        if (encrypt is null)
            throw new FormatException($"in {settings.Mode} mode it must be encrypted.");
        if (stamp is null || nonce is null || PushWire.Sign(settings.Token, stamp, nonce, encrypt) != Text(outer, "MsgSignature"))
            throw new FormatException("MsgSignature does not verify.");

        using var aes = Aes.Create();
        aes.Key = settings.Key;
        var plain = aes.DecryptCbc(Convert.FromBase64String(encrypt), aes.Key[..16], PaddingMode.None);
        var pad = plain.Length > 0 ? plain[^1] : 0;
        var end = plain.Length - pad;
        var length = end >= 20 && pad is >= 1 and <= Block ? BinaryPrimitives.ReadUInt32BigEndian(plain.AsSpan(16)) : uint.MaxValue;
        if (length > end - 20)
            throw new FormatException("what was encrypted is no message.");
        var receiver = Encoding.UTF8.GetString(plain.AsSpan()[(20 + (int)length)..end]);
        return receiver == appId
            ? Encoding.UTF8.GetString(plain.AsSpan(20, (int)length))
            : throw new FormatException($"it was encrypted for {receiver}.");
    }

    private static string? Fault(SimulatedApp app, JsonObject pushed, JsonObject reply) =>
        Text(reply, "ToUserName") != Text(pushed, "FromUserName") ? "The reply is not for the one who wrote: ToUserName."
        : Text(reply, "FromUserName") != Text(pushed, "ToUserName") ? "The reply is not from the app: FromUserName."
        : !long.TryParse(Text(reply, "CreateTime"), out _) ? "The reply has no CreateTime in seconds."
        : Text(reply, "MsgType") is not { } type || !Needed.TryGetValue(type, out var needed) ? "The reply's MsgType is unknown."
        : app.Kind == AppKind.MiniProgram && type != "transfer_customer_service" ? "A mini-program can only reply transfer_customer_service."
        : Array.Find(needed, path => IsMissing(reply, path)) is { } missing ? $"The reply has no {missing}."
        : null;

    private static bool IsMissing(JsonObject reply, string path)
    {
        JsonNode? at = reply;
        foreach (var name in path.Split('/'))
            at = (at as JsonObject)?[name];
        return at is null || $"{at}" == "";
    }

    private static string? Text(JsonObject fields, string name) => fields[name] is JsonValue value ? $"{value}" : null;

    private static JsonObject Parse(string format, string text)
    {
        if (format == "json")
            return JsonNode.Parse(text) as JsonObject ?? throw new JsonException("it is no JSON object.");
        using var reader = XmlReader.Create(new StringReader(text), new() { DtdProcessing = DtdProcessing.Prohibit });
        var root = XElement.Load(reader);
        return root.Name == "xml" ? Fields(root) : throw new XmlException($"its root is {root.Name}, not xml.");
    }

    // Every text stays a text; an element that comes more than once is a list, and so is item, however often it comes.
    private static JsonObject Fields(XElement element) => new(element.Elements().GroupBy(e => e.Name.LocalName).Select(named =>
        KeyValuePair.Create<string, JsonNode?>(named.Key, named.Count() > 1 || named.Key == "item" ? new JsonArray([.. named.Select(Value)]) : Value(named.First()))));

    private static JsonNode Value(XElement element) => element.HasElements ? Fields(element) : JsonValue.Create(element.Value);
}
