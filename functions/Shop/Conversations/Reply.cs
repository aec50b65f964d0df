using System.Text.Json.Serialization;
using WeCommerce.WeChat.Messages;
using WeCommerce.WeChat.Push;

namespace WeCommerce.Shop.Conversations;

/// <summary>
/// What is said to somebody who wrote or did something. What can be said at once, in the answer to the push (被动回复), is <see cref="Passive"/>;
/// all else goes as a customer-service message (客服消息) afterwards.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Text), nameof(Text))]
[JsonDerivedType(typeof(Image), nameof(Image))]
[JsonDerivedType(typeof(Article), nameof(Article))]
[JsonDerivedType(typeof(Card), nameof(Card))]
[JsonDerivedType(typeof(Human), nameof(Human))]
[JsonDerivedType(typeof(OrderStatus), nameof(OrderStatus))]
internal abstract record Reply
{
    private Reply()
    {
    }

    /// <summary>The answer to the push itself; null where WeChat takes none of this kind. A mini-program's is only the transfer to a human.</summary>
    public virtual PushReply? Passive(bool isOfficial) => null;

    /// <summary>As a customer-service message; null where it is none, or has to be found out first.</summary>
    public virtual CustomerMessage? ToMessage() => null;

    /// <summary>文本.</summary>
    internal sealed record Text(string Content) : Reply
    {
        public override CustomerMessage ToMessage() => new CustomerMessage.Text(Content);

        public override PushReply? Passive(bool isOfficial) => isOfficial ? new PushReply.Text(Content) : null;
    }

    /// <summary>图片.</summary>
    /// <param name="MediaId">Of a picture that WeChat keeps (素材): of the same app.</param>
    internal sealed record Image(string MediaId) : Reply
    {
        public override CustomerMessage ToMessage() => new CustomerMessage.Image(MediaId);

        public override PushReply? Passive(bool isOfficial) => isOfficial ? new PushReply.Image(MediaId) : null;
    }

    /// <summary>图文.</summary>
    internal sealed record Article(string Title, string Description, string Url, string PictureUrl) : Reply
    {
        public override CustomerMessage ToMessage() => new CustomerMessage.Link(Title, Description, Url, PictureUrl);

        public override PushReply? Passive(bool isOfficial) => isOfficial ? new PushReply.Article(Title, Description, Url, PictureUrl) : null;
    }

    /// <summary>小程序卡片.</summary>
    internal sealed record Card(string Title, string AppId, string PagePath, string ThumbMediaId) : Reply
    {
        public override CustomerMessage ToMessage() => new CustomerMessage.Card(Title, AppId, PagePath, ThumbMediaId);
    }

    /// <summary>转人工客服.</summary>
    internal sealed record Human : Reply
    {
        public override PushReply Passive(bool isOfficial) => new PushReply.Human();
    }

    /// <summary>订单查询: how the newest orders of whoever asks stand.</summary>
    internal sealed record OrderStatus : Reply;
}

/// <summary>What an operator can choose as a <see cref="Reply"/>.</summary>
internal enum ReplyKind
{
    /// <summary>文本.</summary>
    Text,

    /// <summary>图片.</summary>
    Image,

    /// <summary>图文.</summary>
    Article,

    /// <summary>小程序卡片.</summary>
    Card,

    /// <summary>转人工客服.</summary>
    Human,

    /// <summary>订单查询.</summary>
    OrderStatus,
}

/// <summary>The reply that was chosen for a push when it came. It is kept with the push: rules may change, and a push that comes again gets the same.</summary>
/// <param name="CouponOfferId">What who follows is given with it.</param>
/// <param name="IsPassive">Whether it is said in the answer to the push; else it goes as a message afterwards.</param>
internal sealed record ReplyChoice(ReplyRuleId RuleId, Reply Reply, Coupons.CouponOfferId? CouponOfferId, bool IsPassive);
