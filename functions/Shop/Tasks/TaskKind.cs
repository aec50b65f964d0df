namespace WeCommerce.Shop.Tasks;

/// <summary>What the shop cannot settle by itself.</summary>
internal enum TaskKind
{
    /// <summary>A payment whose amount, app or merchant is not its order's.</summary>
    PaymentMismatch,

    /// <summary>A payment for an order that the shop does not know.</summary>
    UnknownPayment,

    /// <summary>WeChat says ABNORMAL or CLOSED: the money did not reach its payer.</summary>
    RefundStuck,

    /// <summary>WeChat does not accept a refund.</summary>
    RefundRefused,

    /// <summary>A shopper asks for a refund or an exchange (售后待审核).</summary>
    AfterSaleToDecide,

    /// <summary>Goods came back (退货待验收).</summary>
    ReturnToInspect,

    /// <summary>A paid order waits for its shipment (待发货).</summary>
    ShippingDue,

    /// <summary>WeChat reminds of an order that is not sent yet (发货超时提醒).</summary>
    ShippingReminded,

    /// <summary>WeChat demands that a mini-program tells it about shipping (接入发货信息管理).</summary>
    ShippingApiMissing,

    /// <summary>WeChat does not accept shipping information (发货信息).</summary>
    ShippingRefused,

    /// <summary>What an exchange (换货) would send is not in stock.</summary>
    ExchangeOutOfStock,

    /// <summary>WeChat's bill and the shop's books differ (对账差异).</summary>
    ReconciliationDifference,

    /// <summary>A day could not be compared.</summary>
    ReconciliationFailed,

    /// <summary>A queue message that could not be handled.</summary>
    PoisonMessage,

    /// <summary>Messages that could not be handled, and could not even be kept (死信未登记).</summary>
    PoisonUnfiled,

    /// <summary>Money that went back without this shop.</summary>
    RefundedElsewhere,

    /// <summary>What should have happened by itself at its time could not for a day.</summary>
    DeadlineMissed,

    /// <summary>A paid order whose pieces are not out of stock (库存未占用).</summary>
    StockNotHeld,

    /// <summary>WeChat found a violation (小程序违规).</summary>
    WeChatPunished,

    /// <summary>WeChat did not let a version through, or takes longer over it (代码审核).</summary>
    VersionRefused,

    /// <summary>WeChat does not let the mini-program use an interface that touches privacy (隐私接口).</summary>
    PrivacyApiRefused,

    /// <summary>A shopper rated the mini-program badly (差评).</summary>
    BadComment,

    /// <summary>WeChat wants somebody to look at a member's picture (头像待复核).</summary>
    PictureToReview,

    /// <summary>The link of an entrance dies soon (链接即将失效).</summary>
    EntranceEnding,

    /// <summary>An activity's pool did not get the pieces that it should have (备货不足).</summary>
    PoolShort,
}
