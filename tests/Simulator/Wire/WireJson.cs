using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace WeCommerce.Simulator.Wire;

internal static class WireJson
{
    /// <summary>WeChat's bodies: raw UTF-8 without <c>\u</c> escapes, absent fields left out, names as written.</summary>
    public static JsonSerializerOptions WeChat { get; } = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>The simulator's own bodies: camelCase, enums by name, unknown and missing fields refused.</summary>
    public static JsonSerializerOptions Own { get; } = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        NumberHandling = JsonNumberHandling.Strict,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Converters = { new JsonStringEnumConverter() },
    };

    public static byte[] Bytes(object body) => JsonSerializer.SerializeToUtf8Bytes(body, WeChat);

    /// <summary>api.weixin.qq.com's bodies as types: snake_case names, which must be known.</summary>
    public static JsonSerializerOptions Snake { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    /// <summary>The object in a request's body, or null when the body is not one.</summary>
    public static async Task<JsonElement?> TryObjectAsync(HttpRequest request)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, request.HttpContext.RequestAborted);
        return TryObject(body.ToArray());
    }

    /// <summary>The object in a body, or null when the body is not one.</summary>
    public static JsonElement? TryObject(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A digest of an object that does not depend on the order of its fields; <paramref name="except"/> are left out.</summary>
    public static string Fingerprint(JsonElement body, params ReadOnlySpan<string> except)
    {
        var fields = JsonObject.Create(body)!;
        foreach (var name in except)
            fields.Remove(name);
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(Sorted(fields)!.ToJsonString(WeChat))));
    }

    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject fields => new JsonObject(fields
            .OrderBy(f => f.Key, StringComparer.Ordinal)
            .Select(f => KeyValuePair.Create(f.Key, Sorted(f.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Sorted)]),
        _ => node?.DeepClone(),
    };
}
