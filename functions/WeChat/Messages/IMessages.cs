using WeCommerce.WeChat.Api;

namespace WeCommerce.WeChat.Messages;

/// <summary>
/// What a shop tells its shoppers through WeChat. Each is sent once: a failure says by <see cref="ApiFailure.MayHaveHappened"/> whether it may have
/// arrived all the same. Expected failures are values; only the caller's own token throws.
/// </summary>
public interface IMessages
{
    /// <summary>发送订阅消息 (subscribe/send). <see cref="ApiFailureKind.NotPermitted"/> without a permission, which a refused message does not use up.</summary>
    /// <param name="appId">The mini-program in which the permission was given.</param>
    /// <param name="message">Its values within WeChat's limits: <see cref="SubscribeFields"/>.</param>
    /// <param name="ct">Cancels the call.</param>
    Task<ApiAnswer<Sent>> SendSubscribeAsync(string appId, SubscribeMessage message, CancellationToken ct);

    /// <summary>发送客服消息 (custom/send): within 48 hours of what the person wrote, five of them; three within a minute of a click, scan or follow.</summary>
    /// <param name="appId">The app that the person wrote to.</param>
    /// <param name="openId">The person, as known to that app.</param>
    /// <param name="content">What to say.</param>
    /// <param name="ct">Cancels the call.</param>
    Task<ApiAnswer<Sent>> SendCustomerAsync(string appId, string openId, CustomerMessage content, CancellationToken ct);

    /// <summary>发送模板消息 (template/send) of an official account, to those who follow it.</summary>
    /// <param name="appId">The official account.</param>
    /// <param name="message">The same <see cref="TemplateMessage.ClientMsgId"/> is sent once.</param>
    /// <param name="ct">Cancels the call.</param>
    Task<ApiAnswer<Sent>> SendTemplateAsync(string appId, TemplateMessage message, CancellationToken ct);
}

/// <summary>WeChat took a message.</summary>
/// <param name="MsgId">By which pushes tell how it went; null where WeChat gives none.</param>
public sealed record Sent(string? MsgId);

/// <summary>A subscribe message (订阅消息).</summary>
/// <param name="OpenId">As known to the mini-program.</param>
/// <param name="TemplateId">WeChat's id of the template (priTmplId).</param>
/// <param name="Page">Where a tap leads; null for nowhere.</param>
/// <param name="Values">By the template's keys: <c>thing1</c>.</param>
public sealed record SubscribeMessage(string OpenId, string TemplateId, string? Page, IReadOnlyDictionary<string, string> Values)
{
    /// <summary>miniprogram_state: formal unless told.</summary>
    public MiniProgramState State { get; init; } = MiniProgramState.Formal;

    /// <summary>Prints nothing of the person or the values.</summary>
    public override string ToString() => $"{nameof(SubscribeMessage)} {TemplateId}";
}

/// <summary>Which version of the mini-program a tap opens.</summary>
public enum MiniProgramState
{
    Formal,
    Trial,
    Developer,
}

/// <summary>What a customer-service message says (客服消息).</summary>
public abstract record CustomerMessage
{
    private CustomerMessage()
    {
    }

    /// <summary>1 to 2,048 bytes.</summary>
    public sealed record Text(string Content) : CustomerMessage
    {
        public const int MostBytes = 2048;
    }

    public sealed record Image(string MediaId) : CustomerMessage;

    /// <summary>图文链接: of a mini-program a <c>link</c>, of an official account <c>news</c>.</summary>
    public sealed record Link(string Title, string Description, string Url, string PictureUrl) : CustomerMessage;

    /// <summary>小程序卡片.</summary>
    /// <param name="AppId">The mini-program that a tap opens; mini-programs send only their own.</param>
    /// <param name="ThumbMediaId">The card's picture (media_id).</param>
    public sealed record Card(string Title, string AppId, string PagePath, string ThumbMediaId) : CustomerMessage;

    /// <summary>Prints nothing of what is said.</summary>
    public sealed override string ToString() => GetType().Name;
}

/// <summary>A template message (模板消息).</summary>
/// <param name="OpenId">A follower of the official account.</param>
/// <param name="Values">By the template's keys: <c>first</c>, <c>keyword1</c>, <c>thing2</c> …</param>
/// <param name="ClientMsgId">WeChat sends the same one once: at most 32 characters.</param>
public sealed record TemplateMessage(string OpenId, string TemplateId, IReadOnlyDictionary<string, string> Values, string ClientMsgId)
{
    /// <summary>The mini-program and page that a tap opens.</summary>
    public (string AppId, string PagePath)? MiniProgram { get; init; }

    /// <summary>Prints nothing of the person or the values.</summary>
    public override string ToString() => $"{nameof(TemplateMessage)} {TemplateId}";
}
