using System.Security.Cryptography;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WeCommerce.LocalHost;
using WeCommerce.LocalHost.Functions;
using WeCommerce.Shop;

namespace WeCommerce.Faults.World;

/// <summary>What all instances of all shops of this process have in common: the settings, and how a shop is put together.</summary>
internal static class Shops
{
    public const string AppId = "wx0123456789abcdef";
    public const string MchId = "1900000001";
    public const string AppSecret = "a secret of this test";
    public const string Operator = "oOPERATOR0000000000000000000";
    public const string PublicKeyId = "PUB_KEY_ID_0119000000012026010100000000000001";
    public const string ApiV3Key = "0123456789abcdef0123456789abcdef";
    public const string MerchantSerialNo = "0123456789ABCDEF0123456789ABCDEF01234567";

    private static readonly RSA Merchant = RSA.Create(2048);
    private static readonly RSA WeChatPay = RSA.Create(2048);
    private static readonly Lazy<IServiceCollection> Parts = new(PutTogether);
    private static readonly Lazy<FunctionCatalog> AllFunctions = new(static () =>
    {
        using var services = Parts.Value.BuildServiceProvider();
        return services.GetRequiredService<FunctionCatalog>();
    });

    public static string MerchantPrivateKeyPem => Merchant.ExportPkcs8PrivateKeyPem();

    public static string MerchantPublicKeyPem => Merchant.ExportSubjectPublicKeyInfoPem();

    public static string WeChatPayPrivateKeyPem => WeChatPay.ExportPkcs8PrivateKeyPem();

    /// <summary>Read once: reading and compiling them takes longer than a whole schedule.</summary>
    public static FunctionCatalog Functions => AllFunctions.Value;

    /// <summary>A fresh copy of a shop's parts.</summary>
    public static IServiceCollection NewParts()
    {
        IServiceCollection parts = new ServiceCollection();
        foreach (var part in Parts.Value)
            parts.Add(part);
        return parts;
    }

    private static IServiceCollection PutTogether()
    {
        var builder = FunctionsApplication.CreateBuilder([]);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Sessions:SigningKey"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
            ["Vault:Keys:k1"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
            ["Vault:Current"] = "k1",
            ["Operators:OpenIds"] = Operator,
            ["Limits:RequestsPerMinute"] = "0",
            // What is quiet till the morning would be no end.
            ["Notices:QuietFrom"] = "00:00",
            ["Notices:QuietTo"] = "00:00",
            ["Orders:PayWindow"] = "00:30:00",
            ["Orders:FreightFen"] = "600",
            ["Orders:FreeFreightFromFen"] = "6000",
            ["Payments:NotifyUrl"] = "http://shop.invalid/api/wechat/pay-notify",
            ["WeChat:MiniProgram:Endpoint"] = "http://wechat.invalid/",
            ["WeChat:MiniProgram:Apps:0:AppId"] = AppId,
            ["WeChat:MiniProgram:Apps:0:AppSecret"] = AppSecret,
            ["WeChat:Pay:Endpoint"] = "http://wechat.invalid/",
            ["WeChat:Pay:MchId"] = MchId,
            ["WeChat:Pay:MerchantSerialNo"] = MerchantSerialNo,
            ["WeChat:Pay:MerchantPrivateKeyPem"] = Merchant.ExportPkcs8PrivateKeyPem(),
            ["WeChat:Pay:ApiV3Key"] = ApiV3Key,
            ["WeChat:Pay:PublicKeyId"] = PublicKeyId,
            ["WeChat:Pay:PublicKeyPem"] = WeChatPay.ExportSubjectPublicKeyInfoPem(),
        });
        builder.Logging.ClearProviders();
        if (Environment.GetEnvironmentVariable("WECOMMERCE_TEST_LOGS") is not null)
            builder.Logging.AddConsole();
        builder.Services.Configure<LocalHostOptions>(o => o.Assemblies.Add(typeof(ShopModule).Assembly));
        builder.AddShop();
        builder.Services.AddHttpClient("WeChat.Pay").ConfigurePrimaryHttpMessageHandler(s => s.GetRequiredService<WayToWeChat>());
        builder.Services.AddHttpClient("WeChat.Api").ConfigurePrimaryHttpMessageHandler(s => s.GetRequiredService<WayToWeChat>());
        return builder.Services;
    }
}
