using System.Reflection;

namespace WeCommerce.LocalHost.Functions;

/// <summary>Awaits what a method returned, as needed; null where it answers nothing.</summary>
internal delegate ValueTask<object?> AnswerReader(object? returned);

internal static class AnswerReaders
{
    public static AnswerReader For(Type type)
    {
        if (type == typeof(Task))
            return static returned => AwaitTask((Task?)returned);
        if (type == typeof(ValueTask))
            return static returned => AwaitValueTask((ValueTask)returned!);
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Task<>))
            return Closed(nameof(AwaitTaskOf), type);
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ValueTask<>))
            return Closed(nameof(AwaitValueTaskOf), type);

        return static returned => ValueTask.FromResult(returned);
    }

    /// <summary>What a method of this return type answers in the end.</summary>
    public static Type AnsweredBy(Type type) =>
        type == typeof(Task) || type == typeof(ValueTask) ? typeof(void)
        : type.IsGenericType && (type.GetGenericTypeDefinition() == typeof(Task<>) || type.GetGenericTypeDefinition() == typeof(ValueTask<>))
            ? type.GenericTypeArguments[0]
            : type;

    private static AnswerReader Closed(string name, Type type) =>
        typeof(AnswerReaders).GetMethod(name, BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(type.GenericTypeArguments[0]).CreateDelegate<AnswerReader>();

    private static async ValueTask<object?> AwaitTask(Task? task)
    {
        if (task is not null)
            await task;
        return null;
    }

    private static async ValueTask<object?> AwaitValueTask(ValueTask task)
    {
        await task;
        return null;
    }

    private static async ValueTask<object?> AwaitTaskOf<T>(object? returned) => returned is Task<T> task ? await task : null;

    private static async ValueTask<object?> AwaitValueTaskOf<T>(object? returned) => returned is ValueTask<T> task ? await task : null;
}
