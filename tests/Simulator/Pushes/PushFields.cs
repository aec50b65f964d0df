using System.Text.Json.Nodes;
using WeCommerce.Simulator.Wire;

namespace WeCommerce.Simulator.Pushes;

/// <summary>What WeChat writes into a push, in its order.</summary>
internal static class PushFields
{
    /// <summary>Who sends what no person did: WeChat itself.</summary>
    public const string System = "o_wechat_system";

    public static JsonObject Event(string appId, string from, string name, DateTimeOffset at, JsonObject? more = null) =>
        With(Base(appId, from, "event", at), new() { ["Event"] = name }, more);

    public static JsonObject Message(string appId, string from, string type, DateTimeOffset at, JsonObject? more = null)
    {
        var fields = With(Base(appId, from, type, at), more);
        if (!fields.ContainsKey("MsgId"))
            fields["MsgId"] = WireIds.MsgId();
        return fields;
    }

    /// <summary>An event about several templates: nested in XML, flat in JSON, where one item alone is no list and every number is a text.</summary>
    public static JsonObject List(PushSettings settings, string nest, IReadOnlyList<JsonObject> items)
    {
        if (settings.Format == "xml")
            return new() { [nest] = new JsonObject { ["List"] = Array(items) } };
        foreach (var item in items)
        {
            foreach (var (name, value) in item.ToList())
                item[name] = $"{value}";
        }
        return new() { ["List"] = items.Count == 1 ? items[0].DeepClone() : Array(items) };
    }

    private static JsonArray Array(IEnumerable<JsonObject> items) => new([.. items.Select(item => item.DeepClone())]);

    private static JsonObject Base(string appId, string from, string type, DateTimeOffset at) => new()
    {
        ["ToUserName"] = $"gh_{appId}",
        ["FromUserName"] = from,
        ["CreateTime"] = at.ToUnixTimeSeconds(),
        ["MsgType"] = type,
    };

    private static JsonObject With(JsonObject fields, params ReadOnlySpan<JsonObject?> more)
    {
        foreach (var added in more)
        {
            foreach (var (name, value) in added ?? [])
                fields[name] = value?.DeepClone();
        }
        return fields;
    }
}
