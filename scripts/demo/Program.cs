using System.Diagnostics;
using WeCommerce.Demo;
using WeCommerce.Demo.Scenes;

var watch = Stopwatch.StartNew();
using var shop = new ShopClient(Option("--port", 7071), Option("--simulator-port", 7080));
try
{
    var story = await Visit.PlayAsync(shop);
    // Its end is a minute away: meanwhile others play.
    var lonely = await GroupBuys.OpenLonelyAsync(story);
    await LatePayments.PlayAsync(story);
    await Parcels.PlayAsync(story);
    await GroupBuys.PlayAsync(story);
    await Coupons.PlayAsync(story);
    await FlashSales.PlayAsync(story);
    await Conversations.PlayAsync(story);
    await Notices.PlayAsync(story);
    await Shares.PlayAsync(story);
    await GroupBuys.SeeLonelyEndAsync(story, lonely);
    await Reconciliations.PlayAsync(story);
    Console.WriteLine($"\n全部完成，用时 {watch.Elapsed.TotalSeconds:0} 秒。");
    return 0;
}
catch (HttpRequestException e)
{
    Console.Error.WriteLine($"\nNo answer from the shop or the simulator ({e.Message}). Run this first: dotnet run scripts/start.cs");
    return 1;
}
catch (Unexpected e)
{
    Console.Error.WriteLine($"\nNOT SO: {e.Message}");
    return 1;
}

int Option(string name, int otherwise) => Array.IndexOf(args, name) is >= 0 and var n && n + 1 < args.Length ? int.Parse(args[n + 1]) : otherwise;
