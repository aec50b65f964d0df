using System.Text.Json;
using System.Text.Json.Serialization;

namespace WeCommerce.Shop.Money;

/// <summary>An amount in 分: 1/100 yuan. Whole numbers only, and an overflow is an error, never a wrong amount.</summary>
[JsonConverter(typeof(FenConverter))]
internal readonly record struct Fen(long Value) : IComparable<Fen>
{
    public static Fen Zero => default;

    public static Fen operator +(Fen left, Fen right) => new(checked(left.Value + right.Value));

    public static Fen operator -(Fen left, Fen right) => new(checked(left.Value - right.Value));

    public static Fen operator *(Fen price, int quantity) => new(checked(price.Value * quantity));

    public static bool operator <(Fen left, Fen right) => left.Value < right.Value;

    public static bool operator >(Fen left, Fen right) => left.Value > right.Value;

    public static bool operator <=(Fen left, Fen right) => left.Value <= right.Value;

    public static bool operator >=(Fen left, Fen right) => left.Value >= right.Value;

    public static Fen Sum(IEnumerable<Fen> amounts) => amounts.Aggregate(Zero, static (sum, amount) => sum + amount);

    public int CompareTo(Fen other) => Value.CompareTo(other.Value);

    /// <summary>In yuan, for people: 1990 → <c>¥19.90</c>.</summary>
    public override string ToString()
    {
        var magnitude = Math.Abs(Value);
        return $"{(Value < 0 ? "-" : "")}¥{magnitude / 100}.{magnitude % 100:00}";
    }
}

/// <summary>In JSON an amount is its integer number of fen; 19.9 or "1990" is not an amount.</summary>
internal sealed class FenConverter : JsonConverter<Fen>
{
    public override Fen Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var value) ? new Fen(value) : throw new JsonException("An amount is a whole number of fen.");

    public override void Write(Utf8JsonWriter writer, Fen value, JsonSerializerOptions options) => writer.WriteNumberValue(value.Value);
}
