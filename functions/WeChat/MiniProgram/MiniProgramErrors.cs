namespace WeCommerce.WeChat.MiniProgram;

/// <summary>What WeChat's errcodes mean.</summary>
internal static class MiniProgramErrors
{
    /// <summary>WeChat no longer takes the access token that was sent: a new one and one repetition.</summary>
    public static bool IsStaleToken(long errCode) => errCode is 40001 or 40014 or 42001;

    public static MiniProgramFailureKind Kind(long errCode) => errCode switch
    {
        -1 => MiniProgramFailureKind.TryAgain,
        40029 => MiniProgramFailureKind.CodeInvalid,
        40163 => MiniProgramFailureKind.CodeUsed,
        40226 => MiniProgramFailureKind.UserBlocked,
        45009 or 45011 => MiniProgramFailureKind.TooFrequent,
        _ => MiniProgramFailureKind.OurFault,
    };

    public static MiniProgramFailureKind KindOfStatus(int httpStatus) => httpStatus switch
    {
        429 => MiniProgramFailureKind.TooFrequent,
        >= 400 and < 500 and not 408 => MiniProgramFailureKind.OurFault,
        _ => MiniProgramFailureKind.TryAgain,
    };
}
