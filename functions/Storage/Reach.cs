using Azure;

namespace WeCommerce.Storage;

/// <summary>Storage does not answer, or not in time. Whether a write landed is unknown; the same request may go through in a moment.</summary>
public sealed class StorageUnavailableException(Exception inner) : Exception("Storage does not answer.", inner);

/// <summary>Tells "out of reach" from everything else: the SDK says it in several ways.</summary>
internal static class Reach
{
    public static async Task<T> TryAsync<T>(Func<Task<T>> call, CancellationToken cancellation)
    {
        try
        {
            return await call();
        }
        catch (Exception e) when (IsOutOfReach(e, cancellation))
        {
            throw new StorageUnavailableException(e);
        }
    }

    /// <summary>A network fault (after retries the SDK gives them all, wrapped together), a busy or broken server, a time-out that is not the caller's.</summary>
    public static bool IsOutOfReach(Exception e, CancellationToken cancellation) => e switch
    {
        RequestFailedException { Status: 0 or 408 or 429 or >= 500 } => true,
        HttpRequestException or IOException or TimeoutException => true,
        OperationCanceledException => !cancellation.IsCancellationRequested,
        AggregateException { InnerExceptions: { Count: > 0 } inner } => inner.All(i => IsOutOfReach(i, cancellation)),
        _ => false,
    };
}
