using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;

namespace WeCommerce.Shop.Tasks;

/// <summary>A task: its kind and what it is about, so that it is the same whoever raises it. At most 128 letters, digits, <c>_</c>, <c>-</c> and <c>.</c></summary>
[JsonConverter(typeof(IdentifierConverter<TaskId>))]
internal readonly record struct TaskId : IIdentifier<TaskId>
{
    private const int MostLength = 128;

    private TaskId(string value) => Value = value;

    public string Value { get; }

    public static TaskId Of(TaskKind kind, string about)
    {
        var plain = $"{kind}-{about}";
        // A dot stands in no plain one: a subject that is no key by itself never meets another that is.
        return new(plain.Length <= MostLength && about.All(IsPlain) ? plain : $"{kind}.{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(about)))}");
    }

    public static bool TryParse([NotNullWhen(true)] string? text, out TaskId id)
    {
        var good = text is { Length: > 0 and <= MostLength } && text.All(static c => IsPlain(c) || c == '.');
        id = good ? new TaskId(text ?? "") : default;
        return good;
    }

    public override string ToString() => Value;

    private static bool IsPlain(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '-';
}
