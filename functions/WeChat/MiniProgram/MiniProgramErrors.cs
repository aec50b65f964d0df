namespace WeCommerce.WeChat.MiniProgram;

/// <summary>What WeChat's errcodes mean.</summary>
internal static class MiniProgramErrors
{
    /// <summary>WeChat no longer takes the access token that was sent: a new one and one repetition.</summary>
    public static bool IsStaleToken(long errCode) => errCode is 40001 or 40014 or 42001;

    /// <summary>
    /// What was asked for has been done before: 10060023 发货信息未更新, 10060030 支付单已使用提醒收货机会. Not 10060020, which says that a
    /// description is missing and nothing was done.
    /// </summary>
    public static bool IsAlreadySo(long errCode) => errCode is 10060023 or 10060030;

    public static MiniProgramFailureKind Kind(long errCode) => errCode switch
    {
        -1 or 10060012 or 10060019 => MiniProgramFailureKind.TryAgain,
        40029 => MiniProgramFailureKind.CodeInvalid,
        40163 => MiniProgramFailureKind.CodeUsed,
        40226 => MiniProgramFailureKind.UserBlocked,
        44990 or 45009 or 45011 => MiniProgramFailureKind.TooFrequent,
        10060001 => MiniProgramFailureKind.NotYet,
        10060002 => MiniProgramFailureKind.AlreadyShipped,
        10060003 => MiniProgramFailureKind.ReuploadUsed,
        10060004 or 10060028 => MiniProgramFailureKind.StateForbids,
        268485216 => MiniProgramFailureKind.UploadTimeTooOld,
        _ => MiniProgramFailureKind.OurFault,
    };

    public static MiniProgramFailureKind KindOfStatus(int httpStatus) => httpStatus switch
    {
        429 => MiniProgramFailureKind.TooFrequent,
        >= 400 and < 500 and not 408 => MiniProgramFailureKind.OurFault,
        _ => MiniProgramFailureKind.TryAgain,
    };
}
