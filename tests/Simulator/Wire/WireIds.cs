using System.Globalization;
using System.Security.Cryptography;

namespace WeCommerce.Simulator.Wire;

/// <summary>Identifiers in the forms that WeChat gives them.</summary>
internal static class WireIds
{
    private const string Letters = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private const string Digits = "0123456789";

    public static string Nonce() => RandomNumberGenerator.GetString(Letters, 32);

    public static string ResourceNonce() => RandomNumberGenerator.GetString(Letters, 12);

    public static string Code() => "0" + RandomNumberGenerator.GetString(Letters, 31);

    public static string PhoneCode() => RandomNumberGenerator.GetHexString(64, lowercase: true);

    public static string AccessToken() => "90_" + RandomNumberGenerator.GetString(Letters, 133);

    public static string SessionKey() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));

    public static string PrepayId(DateTimeOffset now) => "wx" + ChinaTime.At(now).ToString("ddHHmmss", CultureInfo.InvariantCulture) +
        RandomNumberGenerator.GetHexString(26, lowercase: true);

    /// <summary>28 digits with the day of payment in them.</summary>
    public static string TransactionId(DateTimeOffset now) => "420000" + RandomNumberGenerator.GetString(Digits, 4) + Day(now) +
        RandomNumberGenerator.GetString(Digits, 10);

    /// <summary>29 digits with the day of the refund in them.</summary>
    public static string RefundId(DateTimeOffset now) => "503000" + RandomNumberGenerator.GetString(Digits, 4) + Day(now) +
        RandomNumberGenerator.GetString(Digits, 11);

    public static string NotifyId() => new Guid(RandomNumberGenerator.GetBytes(16)).ToString();

    public static string PublicKeyId() => "PUB_KEY_ID_01" + RandomNumberGenerator.GetString(Digits, 30);

    /// <summary>A 64-bit number that no double holds, of a message that was pushed or sent.</summary>
    public static long MsgId() => RandomNumberGenerator.GetInt32(int.MaxValue) + (1L << 60);

    /// <summary>Of a QR code: what its picture is fetched with.</summary>
    public static string Ticket() => "gQ" + RandomNumberGenerator.GetString(Letters, 94);

    /// <summary>The last part of a link's address.</summary>
    public static string Short() => RandomNumberGenerator.GetString(Letters, 11);

    /// <summary>Of a look at content.</summary>
    public static string TraceId() => Rid();

    /// <summary>The trailing <c>rid</c> of an errmsg.</summary>
    public static string Rid()
    {
        var hex = RandomNumberGenerator.GetHexString(24, lowercase: true);
        return $"{hex[..8]}-{hex[8..16]}-{hex[16..]}";
    }

    /// <summary>The Request-ID header; the part after the dash is WeChat's own code of what happened, 0 when all is well.</summary>
    public static string RequestId(long code) => $"08{RandomNumberGenerator.GetHexString(40)}-{code}";

    private static string Day(DateTimeOffset now) => ChinaTime.At(now).ToString("yyyyMMdd", CultureInfo.InvariantCulture);
}
