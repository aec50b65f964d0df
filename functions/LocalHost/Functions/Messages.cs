using System.Text.Json;
using Azure.Messaging;
using Microsoft.Azure.Functions.Worker;

namespace WeCommerce.LocalHost.Functions;

/// <summary>Makes a parameter of a message's or an event's bytes.</summary>
internal static class Messages
{
    public static ParameterBinder Binder(Type type)
    {
        var convert = Converter(type);
        return invocation => ValueTask.FromResult(convert((BinaryData)invocation.Input));
    }

    /// <summary>Batches are of one: whoever takes many takes one, too.</summary>
    public static ParameterBinder? ArrayBinder(Type type)
    {
        if (type.GetElementType() is not { } element)
            return null;

        var convert = Converter(element);
        return invocation =>
        {
            var array = Array.CreateInstance(element, 1);
            array.SetValue(convert((BinaryData)invocation.Input), 0);
            return ValueTask.FromResult<object?>(array);
        };
    }

    private static Func<BinaryData, object?> Converter(Type type) => type switch
    {
        _ when type == typeof(string) => static data => data.ToString(),
        _ when type == typeof(byte[]) => static data => data.ToArray(),
        _ when type == typeof(BinaryData) => static data => data,
        _ when type == typeof(CloudEvent) => static data => Read(typeof(CloudEvent), data, static json => CloudEvent.Parse(json)),
        _ => data => Read(type, data, json => JsonSerializer.Deserialize(json, type, JsonSerializerOptions.Web)),
    };

    private static object? Read(Type type, BinaryData data, Func<BinaryData, object?> parse)
    {
        try
        {
            return parse(data);
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException or NotSupportedException)
        {
            throw new FunctionInputConverterException($"The message is not the JSON of a {type.Name}.", exception);
        }
    }
}
