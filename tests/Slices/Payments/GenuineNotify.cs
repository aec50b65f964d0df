using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using WeCommerce.Slices.Http;

namespace WeCommerce.Slices.Payments;

/// <summary>A notify as WeChat signed it, caught before it got to the shop.</summary>
internal sealed record GenuineNotify(IReadOnlyList<(string Name, string Value)> Headers, byte[] Body)
{
    public static async Task<GenuineNotify> CatchAsync(ShopHost shop, JsonObject forgery)
    {
        var caught = new TaskCompletionSource<GenuineNotify>(TaskCreationOptions.RunContinuationsAsynchronously);
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        await using var catcher = builder.Build();
        catcher.Run(async http =>
        {
            using var body = new MemoryStream();
            await http.Request.Body.CopyToAsync(body);
            var headers = http.Request.Headers.Where(h => h.Key.StartsWith("Wechatpay-", StringComparison.OrdinalIgnoreCase)).Select(h => (h.Key, $"{h.Value}"));
            caught.SetResult(new GenuineNotify([.. headers], body.ToArray()));
        });
        await catcher.StartAsync();
        forgery["notifyUrl"] = catcher.Urls.Single();
        await shop.TellWeChatAsync("simulator/forge/notify", forgery);
        return await caught.Task;
    }

    public RawHttp Request => new("POST", "wechat/pay-notify", [.. Headers.Select(h => $"{h.Name}: {h.Value}")], Body);

    public string this[string name] => Headers.Single(h => string.Equals(h.Name, name, StringComparison.OrdinalIgnoreCase)).Value;

    public GenuineNotify With(string name, string? value) => this with
    {
        Headers = [.. Headers.Where(h => h.Name != name || value is not null).Select(h => h.Name == name ? (name, value!) : h)],
    };
}
