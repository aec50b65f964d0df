using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace WeCommerce.Simulator.Pay;

/// <summary>Reads a request body field by field ("/amount/total") and keeps the first thing that is wrong with it.</summary>
internal sealed class Fields(JsonElement body)
{
    public PayAnswer? Error { get; private set; }

    public void Refuse(string field, string? value, string issue) => Error ??= PayErrors.Param("body", field, value, issue);

    public bool Has(string field) => Find(field) is not null;

    /// <summary>A text of at most <paramref name="max"/> characters; empty when it is absent or wrong.</summary>
    public string Text(string field, int max, Regex? form = null) => Optional(field, max, form) ?? Missing(field);

    public string? Optional(string field, int max, Regex? form = null)
    {
        if (Find(field) is not { } value)
            return null;
        if (value.ValueKind != JsonValueKind.String)
        {
            Refuse(field, value.GetRawText(), "must be a string");
            return "";
        }

        var text = value.GetString()!;
        if (text.EnumerateRunes().Count() > max)
            Refuse(field, text, $"must not be longer than {max}");
        else if (form is not null && !form.IsMatch(text))
            Refuse(field, text, "does not match its pattern");
        return text;
    }

    public long Number(string field, long min, bool required = true)
    {
        if (Find(field) is not { } value)
        {
            if (required)
                Missing(field);
            return min;
        }

        if (value.ValueKind != JsonValueKind.Number || !value.TryGetInt64(out var number))
            Refuse(field, value.GetRawText(), "must be an integer");
        else if (number < min)
            Refuse(field, value.GetRawText(), $"must be at least {min}");
        else
            return number;
        return min;
    }

    public void Flag(string field)
    {
        if (Find(field) is { } value && value.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
            Refuse(field, value.GetRawText(), "must be a boolean");
    }

    public void OneOf(string field, params ReadOnlySpan<string> values)
    {
        if (Find(field) is { } value && (value.ValueKind != JsonValueKind.String || !values.Contains(value.GetString()!)))
            Refuse(field, value.GetRawText(), "is not one of its values");
    }

    /// <summary>The paths of an array's items; none when it is absent.</summary>
    public IEnumerable<string> Items(string field)
    {
        if (Find(field) is not { } value)
            return [];
        if (value.ValueKind == JsonValueKind.Array)
            return Enumerable.Range(0, value.GetArrayLength()).Select(i => $"{field}/{i}");
        Refuse(field, value.GetRawText(), "must be an array");
        return [];
    }

    /// <summary>RFC 3339 with an offset, as 2018-06-08T10:34:56+08:00.</summary>
    public DateTimeOffset? Time(string field)
    {
        if (Optional(field, 64) is not { } text)
            return null;
        string[] forms = ["yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz"];
        if (DateTimeOffset.TryParseExact(text, forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
            return time;
        Refuse(field, text, "must be an RFC 3339 time with offset");
        return null;
    }

    /// <summary>
    /// An absolute http or https address without a query. WeChat also refuses localhost and private addresses; the simulator, which serves
    /// shops on the same laptop, does not.
    /// </summary>
    public string? NotifyUrl(string field, int max, bool required)
    {
        var text = required ? Text(field, max) : Optional(field, max);
        if (text is null || Error is not null)
            return text;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
            Refuse(field, text, "must be an absolute http or https address");
        else if (text.Contains('?') || text.Contains('#'))
            Refuse(field, text, "must not carry a query");
        return text;
    }

    public int ByteCount(string field) =>
        Find(field) is { ValueKind: JsonValueKind.String } value ? Encoding.UTF8.GetByteCount(value.GetString()!) : 0;

    private string Missing(string field)
    {
        Refuse(field, value: null, "is required");
        return "";
    }

    private JsonElement? Find(string field)
    {
        var at = body;
        foreach (var name in field.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (at.ValueKind == JsonValueKind.Array && int.TryParse(name, out var index))
                at = at[index];
            else if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(name, out at))
                return null;
        }
        return at.ValueKind == JsonValueKind.Null ? null : at;
    }
}
