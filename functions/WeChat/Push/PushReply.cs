namespace WeCommerce.WeChat.Push;

/// <summary>
/// What a push is answered with at once (被动回复). A mini-program's knows only <see cref="Human"/>: anything else goes by
/// <see cref="Messages.IMessages.SendCustomerAsync"/>.
/// </summary>
public abstract record PushReply
{
    private PushReply()
    {
    }

    /// <summary>text: what is beyond 2,048 bytes is cut off.</summary>
    public sealed record Text(string Content) : PushReply
    {
        public const int MostBytes = 2048;
    }

    public sealed record Image(string MediaId) : PushReply;

    /// <summary>news with one article (图文消息).</summary>
    public sealed record Article(string Title, string Description, string Url, string PictureUrl) : PushReply;

    /// <summary>transfer_customer_service: somebody who is there answers.</summary>
    public sealed record Human : PushReply;

    /// <summary>Prints nothing of what is said.</summary>
    public sealed override string ToString() => GetType().Name;
}
