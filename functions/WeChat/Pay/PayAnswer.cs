using System.Diagnostics.CodeAnalysis;

namespace WeCommerce.WeChat.Pay;

/// <summary>The outcome of a call: <see cref="Success"/> or <see cref="Failure"/>, nothing else.</summary>
/// <example><code>if (!answer.TryGet(out var prepaid, out var failure)) return Explain(failure.Kind);</code></example>
public abstract record PayAnswer<T>
    where T : class
{
    private PayAnswer()
    {
    }

    public static implicit operator PayAnswer<T>(T value) => new Success(value);

    public static implicit operator PayAnswer<T>(PayFailure error) => new Failure(error);

    /// <summary>True with the value, or false with the failure.</summary>
    public bool TryGet([NotNullWhen(true)] out T? value, [NotNullWhen(false)] out PayFailure? error)
    {
        value = (this as Success)?.Value;
        error = (this as Failure)?.Error;
        return value is not null;
    }

    /// <summary>One function for each outcome.</summary>
    public TResult Match<TResult>(Func<T, TResult> success, Func<PayFailure, TResult> failure) =>
        TryGet(out var value, out var error) ? success(value) : failure(error);

    /// <summary>WeChat did it, and the answer's signature verified.</summary>
    public sealed record Success(T Value) : PayAnswer<T>;

    /// <summary>WeChat did not do it, or it is unknown whether it did: see <see cref="PayFailure.Kind"/>.</summary>
    public sealed record Failure(PayFailure Error) : PayAnswer<T>;
}
