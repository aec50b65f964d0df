using Azure;
using Azure.Data.Tables;

namespace WeCommerce.Storage.Tests.Contract;

/// <summary>What storage said to a call, in one line.</summary>
internal static class Outcome
{
    /// <summary><c>ok</c>, or status and error code: <c>404 TableNotFound</c>; for a transaction also the index of the part that failed.</summary>
    public static async Task<string> OfAsync(Func<Task> call)
    {
        try
        {
            await call();
            return "ok";
        }
        catch (TableTransactionFailedException e)
        {
            return $"{e.Status} {e.ErrorCode} at {e.FailedTransactionActionIndex}";
        }
        catch (RequestFailedException e)
        {
            return $"{e.Status} {e.ErrorCode}";
        }
    }

    public static async Task IsAsync(string expected, Func<Task> call) => Assert.Equal(expected, await OfAsync(call));
}
