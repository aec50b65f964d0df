using WeCommerce.Simulator.Accounts;

namespace WeCommerce.Simulator.Messages;

/// <summary>The refusals of the message endpoints (全局返回码).</summary>
internal static class MessageErrors
{
    public static ApiAnswer OpenId => ApiAnswer.Error(40003, "invalid openid");

    public static ApiAnswer TemplateId => ApiAnswer.Error(40037, "invalid template_id");

    public static ApiAnswer MessageType => ApiAnswer.Error(40008, "invalid message type");

    public static ApiAnswer Args => ApiAnswer.Error(40097, "invalid args");

    public static ApiAnswer NotSubscribed => ApiAnswer.Error(43101, "user refuse to accept the msg");

    public static ApiAnswer NotFollower => ApiAnswer.Error(43004, "require subscribe");

    public static ApiAnswer Empty => ApiAnswer.Error(44004, "empty content");

    public static ApiAnswer TooLong => ApiAnswer.Error(45002, "content size out of limit");

    public static ApiAnswer OutOfWindow => ApiAnswer.Error(45015, "response out of time limit or subscription is canceled");

    public static ApiAnswer WindowUsedUp => ApiAnswer.Error(45047, "out of response count limit");

    public static ApiAnswer Command => ApiAnswer.Error(45072, "invalid command");

    /// <param name="key">The key of data whose value breaks its rule.</param>
    public static ApiAnswer Value(string key) => ApiAnswer.Error(47003, $"argument invalid! data.{key}.value invalid");
}
