using System.Text.RegularExpressions;
using WeCommerce.Shop.Catalog;
using WeCommerce.Shop.Money;
using WeCommerce.Shop.Orders;
using WeCommerce.Storage;

namespace WeCommerce.Unit.Orders;

public sealed class OrderTests
{
    // JSAPI 下单: out_trade_no has 6 to 32 characters of 0-9 A-Z a-z _ - | *.
    [Fact]
    public void OutTradeNo_IsWhatWeChatAllows_AndLeadsBackToOrderAndMember()
    {
        for (var n = 0; n < 1000; n++)
        {
            var order = OrderId.New(Some.Member, Some.Ids);
            var number = OutTradeNo.Of(order, 1);

            Assert.Matches(new Regex("^[0-9A-Za-z_\\-|*]{6,32}$", RegexOptions.None, TimeSpan.FromSeconds(1)), number.Value);
            Assert.True(OutTradeNo.TryParse(number.Value, out var parsed));
            Assert.Equal(order, parsed.OrderId);
            Assert.Equal(Some.Member, parsed.OrderId.MemberId);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("2026010100001")]
    [InlineData("0000000000000000000000000000000x")]
    [InlineData("00000000000000000000000000000/01")]
    public void OutTradeNo_OfSomebodyElse_IsNotOurs(string text) => Assert.False(OutTradeNo.TryParse(text, out _));

    [Fact]
    public void Descending_OfALaterMoment_SortsFirst()
    {
        var moments = Enumerable.Range(0, 200).Select(n => Some.Noon.AddMilliseconds(n * n * 37)).ToList();

        var texts = moments.ConvertAll(Ids.Descending);

        Assert.Equal(texts.Order(StringComparer.Ordinal), Enumerable.Reverse(texts));
    }

    [Fact]
    public void Total_IsGoodsLessDiscountPlusFreight()
    {
        var order = Some.UnpaidOrder(priceFen: 1990, quantity: 3) with { FreightFen = new Fen(800) };

        Assert.Equal(new Fen(5970), order.GoodsFen);
        Assert.Equal(new Fen(6770), order.TotalFen);
    }

    // JSAPI 下单: description has at most 127 characters; a repeat with another text is refused.
    [Fact]
    public void Description_IsShortAndAlwaysTheSame()
    {
        var line = Some.UnpaidOrder().Lines[0];
        var order = Some.UnpaidOrder() with { Lines = [line with { Title = new string('茶', 98) + "😀😀😀" }] };

        Assert.True(order.Description.Length <= 127);
        Assert.False(char.IsHighSurrogate(order.Description[^1]));
        Assert.Equal(order.Description, (order with { Remark = "x" }).Description);
    }

    [Fact]
    public void Order_SurvivesItsRow()
    {
        var order = Some.UnpaidOrder();
        var paid = OrderDecision.Decide(order, new OrderCommand.TakePayment(Some.PaymentOf(order), order.AppId, new Shop.Shipping.ShippingOptions()), Some.Noon).Value.Order;

        var row = OrderRows.Of(paid, Some.Vault);
        row.PartitionKey = Some.Member.Value;
        var back = OrderRows.OrderOf(row, Some.Vault);

        Assert.Equivalent(paid, back, strict: true);
    }

    [Fact]
    public void Quote_TakesPricesFromTheCatalogueAlone()
    {
        var catalogue = new CatalogSnapshot(
            [new Product { SpuId = Some.Spu("tea"), Title = "明前龙井", Skus = [new Sku(Some.Sku("tea-100g"), "100g", new Fen(19800))] }]);
        var options = new OrderOptions { FreightFen = 1000, FreeFreightFromFen = 30000 };

        var one = Pricing.Quote([new LineRequest("tea-100g", 1)], catalogue, SaleTerms.Ordinary, options, Some.Noon).Value;
        var two = Pricing.Quote([new LineRequest("tea-100g", 2)], catalogue, SaleTerms.Ordinary, options, Some.Noon).Value;

        Assert.Equal(new Fen(20800), one.TotalFen);
        Assert.Equal(new Fen(39600), two.TotalFen);
        Assert.Equal("SKU_NOT_ON_SALE", Pricing.Quote([new LineRequest("nothing", 1)], catalogue, SaleTerms.Ordinary, options, Some.Noon).Problem?.Code);
    }
}
