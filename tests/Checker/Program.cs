using System.Text.Json;
using WeCommerce.Checker;

// A shop that works is looked at while rows move: what is wrong is wrong every time.
const int Looks = 3;
const string Azurite = "UseDevelopmentStorage=true";

var storage = Argument("--storage") ?? Azurite;
var simulator = new Uri(Argument("--simulator-url") ?? "http://127.0.0.1:7080");
var isQuiet = args.Contains("--quiet");

Violation[]? lasting = null;
Store? store = null;
WeChatBooks? books = null;
for (var look = 1; look <= Looks && lasting is not []; look++)
{
    if (look > 1)
        await Task.Delay(TimeSpan.FromSeconds(2));
    try
    {
        store = await StoreReader.ReadAsync(storage);
        books = await LedgerAsync();
    }
    catch (Exception e) when (e is Azure.RequestFailedException or AggregateException or FormatException)
    {
        Console.Error.WriteLine($"The store cannot be read: {e.Message.Split('\n')[0].Trim()}");
        return 2;
    }
    var found = new ShopChecker { IsQuiet = isQuiet, WeChat = books, Now = TimeProvider.System.GetUtcNow() }.Check(store);
    lasting = lasting is null ? [.. found] : [.. lasting.Intersect(found)];
}

foreach (var violation in lasting ?? [])
    Console.WriteLine(violation);
Console.WriteLine(
    $"{store?.Rows.Count} rows, {store?.Orders.Count} orders, {store?.Messages.Count} messages"
    + $"{(books is null ? "; WeChat's books not compared" : $", {books.Trades.Count} trades and {books.Refunds.Count} refunds at WeChat")}: "
    + $"{lasting?.Length} violations");
return lasting is [] ? 0 : 1;

// Read after the rows: WeChat is always first, so that what they have of it then, WeChat has by now.
async Task<WeChatBooks?> LedgerAsync()
{
    using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
    try
    {
        return WeChatBooks.Of(JsonSerializer.Deserialize<JsonElement>(await http.GetStringAsync(new Uri(simulator, "/simulator/ledger"))));
    }
    catch (Exception e) when (e is HttpRequestException or TaskCanceledException or JsonException)
    {
        return null;
    }
}

string? Argument(string name)
{
    var at = Array.IndexOf(args, name);
    return at >= 0 && at + 1 < args.Length ? args[at + 1] : null;
}
