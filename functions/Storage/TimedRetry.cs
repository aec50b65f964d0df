using System.Runtime.ExceptionServices;
using Azure.Core;
using Azure.Core.Pipeline;

namespace WeCommerce.Storage;

/// <summary>
/// Sends a request again when storage did not answer, was busy or broke down: what the SDK's own policy does, but its waits go by the shop's clock.
/// The SDK's first delay of 0.8 s is longer than a shopper's patience; three quick repeats fit into an operation's time.
/// </summary>
internal sealed class TimedRetry(TimeProvider time) : HttpPipelinePolicy
{
    private const int MostRepeats = 3;

    // 0.1, 0.2, 0.4 s, spread by a fifth; storage's own Retry-After counts when it is longer.
    private readonly DelayStrategy _delays = DelayStrategy.CreateExponentialDelayStrategy(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(2));

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
        throw new NotSupportedException("The shop talks to storage asynchronously.");

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        var faults = new List<Exception>();
        for (var repeats = 0; ; repeats++)
        {
            var fault = await SendAsync(message, pipeline);
            if (fault is not null)
                faults.Add(fault);
            if (repeats == MostRepeats || !IsWorthARepeat(message, fault))
            {
                Report(faults, fault);
                return;
            }

            var answer = fault is null ? message.Response : null;
            await Task.Delay(_delays.GetNextDelay(answer, repeats + 1), time, message.CancellationToken);
            answer?.Dispose();
        }
    }

    private static async Task<Exception?> SendAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        try
        {
            await ProcessNextAsync(message, pipeline);
            return null;
        }
        catch (Exception e)
        {
            return e;
        }
    }

    private static bool IsWorthARepeat(HttpMessage message, Exception? fault) => fault is null
        ? message.Response.IsError && message.ResponseClassifier.IsRetriableResponse(message)
        : message.ResponseClassifier.IsRetriable(message, fault);

    // As the SDK says it: one fault as it is, several together.
    private static void Report(List<Exception> faults, Exception? last)
    {
        if (last is null)
            return;
        if (faults.Count == 1)
            ExceptionDispatchInfo.Throw(last);
        throw new AggregateException($"Storage was tried {faults.Count} times.", faults);
    }
}
