using System.Globalization;
using WeCommerce.Shop.Catalog;
using WeCommerce.Shop.Coupons;
using WeCommerce.Shop.Entrances;
using WeCommerce.Shop.FlashSales;
using WeCommerce.Shop.GroupBuys;
using WeCommerce.Shop.Members;
using WeCommerce.Shop.Money;
using WeCommerce.Shop.Orders;
using WeCommerce.Shop.Pushes;
using WeCommerce.Shop.Stock;
using WeCommerce.Storage;

namespace WeCommerce.Shop;

/// <summary>The tables and what their partitions are.</summary>
internal static class Tables
{
    public const string AllMembers = "Members";
    public const string AllStock = "Stock";
    public const string AllIdentities = "Identities";

    public const string AllGroups = "GroupBuys";
    public const string AllDeadlines = "Deadlines";
    public const string AllFlights = "Flights";
    public const string AllNotifies = "Notifies";
    public const string AllPushes = "Pushes";

    /// <summary>A member's partition: everything that the member owns.</summary>
    public static PartitionId Of(MemberId member) => new(AllMembers, member.Value);

    /// <summary>The stock at a part of a place: its level and its holds. Of the whole it is the first part, which says into how many it is divided.</summary>
    public static PartitionId StockOf(StockPlace place) => new(AllStock, place.PartitionKey);

    /// <summary>All SPUs. One partition, so that no SKU is ever sold under two of them.</summary>
    public static PartitionId Catalog => new("Catalog", "products");

    /// <summary>The group-buy activities.</summary>
    public static PartitionId GroupBuyActivities => new("Catalog", "group-buys");

    /// <summary>A group with its seats.</summary>
    public static PartitionId GroupOf(GroupId group) => new(AllGroups, group.Value);

    /// <summary>An activity's groups as they are listed: a view, never decided upon.</summary>
    public static PartitionId GroupsOf(ActivityId activity) => new("Views", $"groups!{activity}");

    /// <summary>A day's entries, copied from the orders' partitions.</summary>
    public static PartitionId BookOf(DateOnly day) => new("Books", ShopDay.TextOf(day));

    /// <summary>What a day's bill and the books differ in.</summary>
    public static PartitionId ReconciliationOf(DateOnly day) => new("Reconciliations", ShopDay.TextOf(day));

    /// <summary>A day's orders as operators list them: a view, never decided upon.</summary>
    public static PartitionId OrdersOf(DateOnly day) => new("Views", $"orders!{ShopDay.TextOf(day)}");

    /// <summary>The flash sales' sessions.</summary>
    public static PartitionId FlashSales => new("FlashSales", "sales");

    /// <summary>Who reserved a place at a session: a view, for reminders and numbers.</summary>
    public static PartitionId ReserversOf(FlashSaleId sale) => new("Views", $"reservers!{sale}");

    /// <summary>The shop's price rules. One partition, so that never too many run at once.</summary>
    public static PartitionId Promotions => new("Promotions", "rules");

    /// <summary>The offers of coupons.</summary>
    public static PartitionId CouponOffers => new("Coupons", "offers");

    /// <summary>A giving of coupons to a list of members: the list in parts, and how far it has come.</summary>
    public static PartitionId CouponGrantOf(GrantId grant) => new("CouponGrants", grant.Value);

    /// <summary>What an offer's coupons are counted as: a view, never decided upon.</summary>
    public static PartitionId CouponsOf(CouponOfferId offer) => new("Views", $"coupons!{offer}");

    /// <summary>A person's identities: by OpenId (a row for each app) or by UnionId.</summary>
    public static PartitionId Identity(string openOrUnionId) => new(AllIdentities, openOrUnionId);

    /// <summary>What those who run the shop must do, and did. One partition, so that a task and its place in the list are one.</summary>
    public static PartitionId Tasks => new("Tasks", "tasks");

    /// <summary>What must be looked at in the hour (UTC) of an instant.</summary>
    public static PartitionId DeadlinesOf(DateTimeOffset at) => new(AllDeadlines, at.UtcDateTime.ToString("yyyyMMddHH", CultureInfo.InvariantCulture));

    /// <summary>The messages of a queue that could not be handled.</summary>
    public static PartitionId PoisonOf(string queue) => new("Poison", queue);

    /// <summary>What happened to an order: requests, queues, timers, calls to WeChat.</summary>
    public static PartitionId FlightsOf(OrderId order) => new(AllFlights, order.Value);

    /// <summary>The notifies of one of the shop's days.</summary>
    /// <param name="day"><c>yyyyMMdd</c>, Beijing's.</param>
    public static PartitionId NotifiesOf(string day) => new(AllNotifies, day);

    /// <summary>A push of WeChat's: its own, so that many at once are in nobody's way.</summary>
    public static PartitionId PushOf(PushId push) => new(AllPushes, push.Value);

    /// <summary>A day's pushes as they are listed: a view, never decided upon.</summary>
    public static PartitionId PushesOf(DateOnly day) => new("Views", $"pushes!{ShopDay.TextOf(day)}");

    /// <summary>A picture that WeChat looks at, by WeChat's trace id.</summary>
    public static PartitionId MediaCheckOf(string traceId) => new("MediaChecks", traceId);

    /// <summary>The rules of what the shop's apps say by themselves.</summary>
    public static PartitionId ReplyRules => new("Conversations", "rules");

    /// <summary>The menu of an official account.</summary>
    /// <param name="app">The app's name in the settings.</param>
    public static PartitionId MenuOf(string app) => new("Menus", app);

    /// <summary>How members are told of what.</summary>
    public static PartitionId NoticeRules => new("Notices", "rules");

    /// <summary>What members were told of a day's events: a view, never decided upon.</summary>
    public static PartitionId NoticesOf(DateOnly day) => new("Views", $"notices!{ShopDay.TextOf(day)}");

    /// <summary>Who watches a SKU: a view, never decided upon.</summary>
    public static PartitionId WatchersOf(SkuId sku) => new("Views", $"watchers!{sku}");

    /// <summary>The ways in that operators made.</summary>
    public static PartitionId Entrances => new("Entrances", "entrances");

    /// <summary>What came by a way in: a view, never decided upon.</summary>
    public static PartitionId EntranceNumbersOf(Subject subject) => new("Views", $"came!{subject}");

    /// <summary>What was forgotten of whom: a view, never decided upon.</summary>
    public static PartitionId Erasures => new("Views", "erasures");

    /// <summary>What the shop keeps for itself: access tokens, and how far its timers have come.</summary>
    public static PartitionId Platform(string what) => new("Platform", what);
}
