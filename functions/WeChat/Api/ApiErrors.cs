namespace WeCommerce.WeChat.Api;

/// <summary>What WeChat's errcodes mean.</summary>
internal static class ApiErrors
{
    /// <summary>WeChat no longer takes the access token that was sent: a new one and one repetition.</summary>
    public static bool IsStaleToken(long errCode) => errCode is 40001 or 40014 or 42001;

    /// <summary>
    /// What was asked for has been done before: 10060023 发货信息未更新, 10060030 支付单已使用提醒收货机会. Not 10060020, which says that a
    /// description is missing and nothing was done.
    /// </summary>
    public static bool IsAlreadySo(long errCode) => errCode is 10060023 or 10060030;

    public static ApiFailureKind Kind(long errCode) => errCode switch
    {
        -1 or 43108 or 10060012 or 10060019 => ApiFailureKind.TryAgain,
        40029 => ApiFailureKind.CodeInvalid,
        40163 => ApiFailureKind.CodeUsed,
        40226 => ApiFailureKind.UserBlocked,
        44990 or 44991 or 44993 or 45009 or 45011 or 45029 or 87020 => ApiFailureKind.TooFrequent,
        10060001 => ApiFailureKind.NotYet,
        10060002 => ApiFailureKind.AlreadyShipped,
        10060003 => ApiFailureKind.ReuploadUsed,
        10060004 or 10060028 => ApiFailureKind.StateForbids,
        268485216 => ApiFailureKind.UploadTimeTooOld,
        43101 or 43107 or 48002 => ApiFailureKind.NotPermitted,
        47003 or 45168 => ApiFailureKind.ValueRefused,
        45015 or 45047 => ApiFailureKind.WindowClosed,
        43004 => ApiFailureKind.NotFollowing,
        61010 => ApiFailureKind.NoRecentVisit,
        _ => ApiFailureKind.OurFault,
    };

    public static ApiFailureKind KindOfStatus(int httpStatus) => httpStatus switch
    {
        429 => ApiFailureKind.TooFrequent,
        >= 400 and < 500 and not 408 => ApiFailureKind.OurFault,
        _ => ApiFailureKind.TryAgain,
    };
}
