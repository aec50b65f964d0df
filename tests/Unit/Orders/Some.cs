using Microsoft.Extensions.Options;
using WeCommerce.Shop.Addresses;
using WeCommerce.Shop.Catalog;
using WeCommerce.Shop.Members;
using WeCommerce.Shop.Money;
using WeCommerce.Shop.Orders;
using WeCommerce.Shop.Refunds;
using WeCommerce.Storage;

namespace WeCommerce.Unit.Orders;

/// <summary>Things to test with, by names that say what matters about them.</summary>
internal static class Some
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 11, 4, 0, 0, TimeSpan.Zero);

    public static readonly Ids Ids = new(TimeProvider.System);

    public static readonly Vault Vault = new(Options.Create(new VaultOptions { Keys = { ["k1"] = Convert.ToBase64String(new byte[32]) }, Current = "k1" }));

    public static MemberId Member { get; } = MemberId.New(Ids);

    public static SkuId Sku(string text) => SkuId.TryParse(text, out var sku) ? sku : throw new ArgumentException(text);

    public static SpuId Spu(string text) => SpuId.TryParse(text, out var spu) ? spu : throw new ArgumentException(text);

    public static OpenId OpenId(string text) => Shop.Members.OpenId.TryParse(text, out var openId) ? openId : throw new ArgumentException(text);

    public static Order UnpaidOrder(long priceFen = 1990, int quantity = 2)
    {
        var id = OrderId.New(Member, Ids);
        return new Order
        {
            OrderId = id,
            MerchantId = Product.OwnMerchant,
            AppId = "wx1234567890abcdef",
            OpenId = OpenId("oUpF8uMuAJO_M2pxb1Q9zNjWeS6o"),
            Lines = [new OrderLine(1, Sku("tea-100g"), Spu("tea"), "明前龙井 100g", quantity, new Fen(priceFen), Fen.Zero)],
            FreightFen = Fen.Zero,
            Address = new Address { Recipient = "张三", Phone = "13800138000", Province = "浙江省", City = "杭州市", Detail = "西湖区龙井路 1 号" },
            CreatedAt = Noon,
            PayBefore = Noon.AddMinutes(30),
        };
    }

    public static Payment PaymentOf(Order order, string transactionId = "4200000000000000000000000001") =>
        new(transactionId, order.OutTradeNo, order.TotalFen, Noon.AddMinutes(1));

    /// <summary>What WeChat says of a refund.</summary>
    /// <param name="applications">How often it had been sent another way when WeChat was asked; null when WeChat tells it by itself.</param>
    public static OrderCommand.TakeRefundReport Report(OrderRefund refund, RefundStage stage, int? applications = null) => new(
        new RefundReport(refund.RefundId, refund.TransactionId, "50000000000000000000000000001", stage, refund.AmountFen, Noon.AddHours(1), Noon.AddHours(2), applications));
}
