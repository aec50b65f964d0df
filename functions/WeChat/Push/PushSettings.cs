namespace WeCommerce.WeChat.Push;

/// <summary>How WeChat pushes messages to one app (消息推送配置).</summary>
/// <param name="Token">The Token of the console.</param>
/// <param name="EncodingAesKey">43 characters; needed unless <paramref name="Mode"/> is plaintext.</param>
/// <param name="ReceiveId">AppID (mini-program, official account), CorpID or SuiteId: whom messages must be for.</param>
/// <param name="Mode">As set in the console. Never guessed from a message: that would let a forger choose.</param>
/// <param name="Format">As set in the console.</param>
public sealed record PushSettings(string Token, string EncodingAesKey, string ReceiveId, PushMode Mode, PushFormat Format)
{
    /// <summary>Prints no secret.</summary>
    public override string ToString() => $"{nameof(PushSettings)} for {ReceiveId}, {Mode}, {Format}";
}

/// <summary>消息加解密方式.</summary>
public enum PushMode
{
    /// <summary>明文模式: anybody who has seen one signature can send any message.</summary>
    Plaintext,

    /// <summary>兼容模式: clear and encrypted side by side; only the encrypted one is believed.</summary>
    Compatible,

    /// <summary>安全模式.</summary>
    Safe,
}

/// <summary>数据格式. Official accounts know XML only.</summary>
public enum PushFormat
{
    Xml,
    Json,
}
