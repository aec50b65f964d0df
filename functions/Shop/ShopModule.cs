using FluentValidation;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using WeCommerce.Shop.AfterSales;
using WeCommerce.Shop.Books;
using WeCommerce.Shop.Carts;
using WeCommerce.Shop.Catalog;
using WeCommerce.Shop.Conversations;
using WeCommerce.Shop.Coupons;
using WeCommerce.Shop.Deadlines;
using WeCommerce.Shop.Entrances;
using WeCommerce.Shop.Erasures;
using WeCommerce.Shop.FlashSales;
using WeCommerce.Shop.Flights;
using WeCommerce.Shop.Followers;
using WeCommerce.Shop.GroupBuys;
using WeCommerce.Shop.Http;
using WeCommerce.Shop.LiveSets;
using WeCommerce.Shop.Login;
using WeCommerce.Shop.Members;
using WeCommerce.Shop.Menus;
using WeCommerce.Shop.Notices;
using WeCommerce.Shop.Orders;
using WeCommerce.Shop.Payments;
using WeCommerce.Shop.Platform;
using WeCommerce.Shop.Poison;
using WeCommerce.Shop.Posters;
using WeCommerce.Shop.Promotions;
using WeCommerce.Shop.PurchaseLimits;
using WeCommerce.Shop.Pushes;
using WeCommerce.Shop.Reconciliation;
using WeCommerce.Shop.Refunds;
using WeCommerce.Shop.Shipping;
using WeCommerce.Shop.Stock;
using WeCommerce.Shop.Tasks;
using WeCommerce.Shop.Warnings;
using WeCommerce.Shop.Watches;
using WeCommerce.Storage;
using WeCommerce.WeChat.Api;
using WeCommerce.WeChat.Pay;

namespace WeCommerce.Shop;

/// <summary>The whole shop, put together.</summary>
internal static class ShopModule
{
    public static FunctionsApplicationBuilder AddShop(this FunctionsApplicationBuilder builder)
    {
        // Input rules stop at a field's first fault and speak English; clients translate by code.
        ValidatorOptions.Global.DefaultRuleLevelCascadeMode = CascadeMode.Stop;
        ValidatorOptions.Global.LanguageManager.Enabled = false;

        builder.ConfigureFunctionsWebApplication();
        builder.UseMiddleware<TraceMiddleware>();
        builder.UseMiddleware<FlightMiddleware>();
        builder.UseMiddleware<ProblemMiddleware>();
        builder.UseMiddleware<SessionMiddleware>();
        builder.UseMiddleware<LimitMiddleware>();

        builder.Services
            .AddStorage()
            .AddVault()
            .AddWeChatPay()
            .AddWeChatApi()
            .AddHttp()
            .AddPlatform()
            .AddLiveSets()
            .AddTasks()
            .AddDeadlines()
            .AddNotices()
            .AddPoison()
            .AddFlights()
            .AddPushes()
            .AddConversations()
            .AddFollowers()
            .AddMenus()
            .AddEntrances()
            .AddPosters()
            .AddErasures()
            .AddWarnings()
            .AddLogin()
            .AddMembers()
            .AddCatalog()
            .AddStock()
            .AddCarts()
            .AddPurchaseLimits()
            .AddPromotions()
            .AddCoupons()
            .AddGroupBuys()
            .AddOrders()
            .AddWatches()
            .AddFlashSales()
            .AddPayments()
            .AddRefunds()
            .AddAfterSales()
            .AddShipping()
            .AddBooks()
            .AddReconciliation();
        return builder;
    }
}
