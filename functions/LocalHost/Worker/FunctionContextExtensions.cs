using Microsoft.AspNetCore.Http;
using WeCommerce.LocalHost.Functions;

namespace Microsoft.Azure.Functions.Worker;

public static class FunctionContextExtensions
{
    /// <summary>The request being answered; null where the trigger is not HTTP.</summary>
    public static HttpContext? GetHttpContext(this FunctionContext context) => Invocation.Of(context).Http;
}
