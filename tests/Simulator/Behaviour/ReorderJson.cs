using System.Text.Json;
using System.Text.Json.Serialization;

namespace WeCommerce.Simulator.Behaviour;

/// <summary><c>reorder</c> is a number of notifies; <c>true</c> and <c>false</c> are the everyday 2 and 0.</summary>
internal sealed class ReorderJson : JsonConverter<int>
{
    public override int Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType is JsonTokenType.True or JsonTokenType.False)
            return reader.GetBoolean() ? 2 : 0;
        return reader.TokenType == JsonTokenType.Number
            ? reader.GetInt32()
            : throw new JsonException("reorder must be a number, true or false.");
    }

    public override void Write(Utf8JsonWriter writer, int value, JsonSerializerOptions options) => writer.WriteNumberValue(value);
}
