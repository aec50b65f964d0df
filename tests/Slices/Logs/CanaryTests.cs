using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using WeCommerce.Slices.Conversations;
using WeCommerce.Slices.Http;
using WeCommerce.Slices.Payments;
using WeCommerce.Testing;

namespace WeCommerce.Slices.Logs;

/// <summary>
/// Lessons 15 and 39. Secrets, phones, addresses and OpenIds go through every route, by every caller, with storage and WeChat up and down and bodies good and bad;
/// then they are looked for in what is logged at any level, in what others are answered, in messages, and in the columns of all tables.
/// </summary>
public sealed class CanaryTests(Azurite azurite) : ShopTests(azurite)
{
    /// <summary>Where an OpenId or UnionId stands in the clear by design.</summary>
    private static readonly Dictionary<string, string> Allowed = new(StringComparer.Ordinal)
    {
        ["Identities.PartitionKey"] = "a person is found by OpenId or UnionId, before anything else is known of them",
        ["Members.Order"] = "the payer's OpenId, without which WeChat makes no prepay",
    };

    private readonly RecordingLogs _logs = new();
    private readonly List<string> _found = [];

    protected override Action<ILoggingBuilder> Logging => _logs.AddTo;

    protected override IReadOnlyDictionary<string, string?> Settings => RouteWorld.Settings;

    [Fact]
    public async Task Canaries_StandNowhereButWhereTheyBelong()
    {
        var world = await RouteWorld.OfAsync(Shop);
        var canaries = await Canaries.OfAsync(Shop, world);
        await canaries.AddSessionKeysAsync(Shop);

        foreach (var row in RouteTable.Rows)
        {
            foreach (var caller in Enum.GetValues<Caller>())
                Look(canaries, row, caller, await world.CallAsync(row, caller));
            await canaries.AddSessionKeysAsync(Shop);
        }
        await SendBadBodiesAsync(world, canaries);
        await SendNotifiesAsync(world, canaries);
        await TalkAsync(world);
        await CallWhileDownAsync(world, canaries, () => Shop.BehaveAsync(new { api = new { errorRate = 1.0 } }), () => Shop.BehaveAsync(new { api = new { errorRate = 0.0 } }));
        await CallWhileDownAsync(world, canaries, Together(() => Shop.Network.LoseRequests(static _ => true)), Together(Shop.Network.Heal));
        await Eventually.IsAsync(async () => await Shop.EffectsLeftAsync() == 0, "effects done");
        await canaries.AddSessionKeysAsync(Shop);

        Assert.True(_logs.Lines.Count > 1000, "The logs are not at their lowest level.");
        Assert.NotEmpty(Shop.Network.MessagesSent);
        Assert.Contains(canaries.Secrets, s => s.Name == "session_key");
        foreach (var line in _logs.Lines)
            Found("log", line, canaries.In(line));
        foreach (var message in Shop.Network.MessagesSent)
            Found("message", message, canaries.In(message));
        await LookIntoTablesAsync(canaries);
        Assert.True(_found.Count == 0, string.Join('\n', _found.Distinct(StringComparer.Ordinal).Take(40)));
    }

    private static Func<Task> Together(Action action) => () =>
    {
        action();
        return Task.CompletedTask;
    };

    // Broken JSON with canaries in it, and canaries in place of every text.
    private async Task SendBadBodiesAsync(RouteWorld world, Canaries canaries)
    {
        var all = string.Join(' ', canaries.Secrets.Concat(canaries.People).Select(c => c.Text).Distinct(StringComparer.Ordinal).Take(20));
        foreach (var row in RouteTable.Rows.Where(r => r.Body is not null))
        {
            var (path, good) = (await world.PathAsync(row), (await row.Body!(world)).ToJsonString());
            var bad = JsonNode.Parse(good)!.AsObject();
            foreach (var name in bad.Select(m => m.Key).ToList())
                bad[name] = all;
            foreach (var body in new[] { good[..^1] + all, bad.ToJsonString(), $"{{\"{all}\":1}}", $"\"{all}\"" })
            {
                foreach (var caller in new[] { row.GoodCaller, Caller.AnotherShopper, Caller.Nobody })
                    Look(canaries, row, caller, await world.SendAsync(row, path, body, world.TokenOf(caller, row)));
            }
            var reply = await world.SendAsync(row, path, good, all);
            Look(canaries, row, Caller.ForeignKey, reply);
        }
    }

    // What people write to the shop, and that they follow it; while WeChat is well, and while it is not.
    private async Task TalkAsync(RouteWorld world)
    {
        await Shop.SetUpPushesAsync();
        await Shop.SetUpAccountAsync();
        await Shop.PutRuleAsync("mini", new { kind = "Default" }, TalkSteps.Says("您好"));
        await Shop.PutRuleAsync("official", new { kind = "Follow" }, new { kind = "OrderStatus" });
        foreach (var action in new object[]
        {
            new { world.Shopper.OpenId, action = "follow" }, new { world.Shopper.OpenId, action = "write", content = $"{RouteWorld.Phone} 龙井路" },
            new { world.Shopper.OpenId, action = "enterService", sessionFrom = RouteWorld.Phone }, new { world.Shopper.OpenId, action = "unfollow" },
        })
        {
            await Shop.BehaveAsync(new { failNext = new { path = "/cgi-bin/", code = "48001", count = 1 } });
            await Shop.TellWeChatAsync("simulator/actions", TalkSteps.Json(action));
        }
    }

    private async Task SendNotifiesAsync(RouteWorld world, Canaries canaries)
    {
        await world.Shopper.BuyAsync(world.Sku);
        var placed = await world.Shopper.PlaceOrderAsync(world.Sku);
        var resource = PayNotifyTests.Resource(placed);
        resource["payer"] = new JsonObject { ["openid"] = world.Shopper.OpenId };
        resource["attach"] = ShopHost.ApiV3Key;
        foreach (var what in new[] { "a broken signature", "a probe", "no amount", "genuine" })
        {
            var notify = new JsonObject
            {
                ["eventType"] = "TRANSACTION.SUCCESS",
                ["originalType"] = "transaction",
                ["resource"] = resource.DeepClone(),
                ["breakSignature"] = what == "a broken signature",
                ["signTest"] = what == "a probe",
            };
            if (what == "no amount")
                notify["resource"]!["amount"] = new JsonObject { ["total"] = RouteWorld.Phone };
            var genuine = await GenuineNotify.CatchAsync(Shop, notify);
            var (_, text) = await genuine.Request.SendAsync(Shop.Address);
            Found("answer to WeChat", text, canaries.In(text));
        }
    }

    private async Task CallWhileDownAsync(RouteWorld world, Canaries canaries, Func<Task> down, Func<Task> up)
    {
        var calls = new List<(RouteRow Row, string Path, string? Body)>();
        foreach (var row in RouteTable.Rows)
            calls.Add((row, await world.PathAsync(row), row.Body is null ? null : (await row.Body(world)).ToJsonString()));
        await down();
        var replies = await Task.WhenAll(calls.Select(c => world.SendAsync(c.Row, c.Path, c.Body, world.TokenOf(c.Row.GoodCaller, c.Row))));
        await up();
        Assert.Contains(replies, r => r.Status >= 500);
        foreach (var (call, reply) in calls.Zip(replies))
            Look(canaries, call.Row, call.Row.GoodCaller, reply);
    }

    // The shopper may see their own phone and address, and so may who packs the parcel; login gives a token; nobody sees a secret.
    private void Look(Canaries canaries, RouteRow row, Caller caller, Reply reply)
    {
        var seen = reply.Text + string.Join('\n', reply.Message.Headers.Select(h => $"{h.Key}: {string.Join(',', h.Value)}"));
        var toTheSender = caller == Caller.Operator && row.Call is "GET v1/ops/orders/{orderId}" or "POST v1/ops/orders/{orderId}/shipments";
        var toTheOwner = caller == Caller.Shopper || toTheSender || (row.Call == "POST v1/login" && reply.Status == 200);
        Found($"answer of {row} to {caller}", seen, canaries.In(seen, alsoPeople: !toTheOwner));
    }

    private async Task LookIntoTablesAsync(Canaries canaries)
    {
        var openIds = canaries.People.Where(c => c.Name is "OpenId" or "UnionId").Select(c => c.Text).ToList();
        var used = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (table, row) in await StoredRows.AllAsync(Shop.ConnectionString))
        {
            foreach (var (column, value) in row)
            {
                var text = $"{value}";
                if (Allowed.ContainsKey($"{table}.{column}") && openIds.Exists(o => text.Contains(o, StringComparison.Ordinal)))
                {
                    used.Add($"{table}.{column}");
                    text = openIds.Aggregate(text, (t, o) => t.Replace(o, "", StringComparison.Ordinal));
                }
                Found($"{table}.{column}", text, canaries.In(text));
            }
        }
        Assert.Equal(Allowed.Keys.Order(StringComparer.Ordinal), used.Order(StringComparer.Ordinal));
    }

    private void Found(string where, string text, IEnumerable<string> names)
    {
        foreach (var name in names)
            _found.Add($"{name} in {where}: {text[..Math.Min(300, text.Length)]}");
    }
}
