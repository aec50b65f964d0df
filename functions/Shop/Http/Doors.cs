using System.Collections.Concurrent;
using System.Reflection;
using Microsoft.Azure.Functions.Worker;

namespace WeCommerce.Shop.Http;

/// <summary>Who may come in to a function.</summary>
internal enum Door
{
    Member,
    Operator,
    Anonymous,
    WeChatServer,
}

internal static class Doors
{
    private const BindingFlags Methods = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    private static readonly ConcurrentDictionary<string, Door> Known = new(StringComparer.Ordinal);

    /// <summary>What the function's attributes say. The entry point is "Namespace.Class.Method"; one that is not found is closed to shoppers.</summary>
    public static Door Of(FunctionDefinition function) => Known.GetOrAdd(function.EntryPoint, static entryPoint =>
    {
        var dot = entryPoint.LastIndexOf('.');
        return typeof(Doors).Assembly.GetType(entryPoint[..dot])?.GetMethod(entryPoint[(dot + 1)..], Methods) switch
        {
            null => Door.Operator,
            var method when method.IsDefined(typeof(OperatorAttribute)) => Door.Operator,
            var method when method.IsDefined(typeof(WeChatServerAttribute)) => Door.WeChatServer,
            var method when method.IsDefined(typeof(AnonymousAttribute)) => Door.Anonymous,
            _ => Door.Member,
        };
    });
}
