using System.Text.Json;

namespace WeCommerce.LocalHost.EventGrid;

/// <summary>One event on its way to one function: what a message of the deliveries' queue holds.</summary>
/// <param name="Function">Name of the function.</param>
/// <param name="Event">The CloudEvent as it was published.</param>
internal sealed record Delivery(string Function, JsonElement Event)
{
    /// <summary>The queue in the account of <c>AzureWebJobsStorage</c>; its dead letters are in <c>localhost-eventgrid-poison</c>.</summary>
    public const string Queue = "localhost-eventgrid";
}
