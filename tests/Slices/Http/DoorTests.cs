using WeCommerce.Shop.Http;
using WeCommerce.Testing;

namespace WeCommerce.Slices.Http;

/// <summary>Who may call what (lesson 39). The routes are read from the functions; what each caller gets is told by <see cref="RouteTable"/>.</summary>
public sealed class DoorTests(Azurite azurite) : ShopTests(azurite)
{
    protected override IReadOnlyDictionary<string, string?> Settings => RouteWorld.Settings;

    [Fact]
    public void EveryRoute_HasARow() => Assert.Equal(
        OpenApiDocument.Functions().Select(f => $"{f.Verb.ToUpperInvariant()} {f.Route}").Order(StringComparer.Ordinal),
        RouteTable.Rows.Select(r => r.Call).Order(StringComparer.Ordinal));

    [Fact]
    public void EveryRoute_SaysWhetherItTakesABody() => Assert.Equal(
        OpenApiDocument.Functions().Where(f => f.Answer?.Body is not null).Select(f => $"{f.Verb.ToUpperInvariant()} {f.Route}").Order(StringComparer.Ordinal),
        RouteTable.Rows.Where(r => r.Body is not null && !r.Signed).Select(r => r.Call).Order(StringComparer.Ordinal));

    [Fact]
    public async Task EveryCaller_GetsWhatTheTableSays()
    {
        var world = await RouteWorld.OfAsync(Shop);
        var wrong = new List<string>();
        foreach (var row in RouteTable.Rows)
        {
            foreach (var caller in Enum.GetValues<Caller>())
            {
                var reply = await world.CallAsync(row, caller);
                if (reply.Status != row.Statuses[(int)caller])
                    wrong.Add($"{row}, {caller}: {row.Statuses[(int)caller]} expected, {reply}");
            }
        }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    // Who is not let in learns nothing by the way: not whether the thing is there, and not what is wrong with the body.
    [Fact]
    public async Task WhoIsNotLetIn_GetsTheSameAnswerWhateverIsAsked()
    {
        var world = await RouteWorld.OfAsync(Shop);
        foreach (var row in RouteTable.Rows.Where(r => !r.IsOpen))
        {
            foreach (var caller in new[] { Caller.Nobody, Caller.ExpiredSession, Caller.ForeignKey })
            {
                var token = world.TokenOf(caller, row);
                var good = await world.CallAsync(row, caller);
                var unknown = await world.SendAsync(row, await world.UnknownPathAsync(row, world.Shopper), "not JSON", token);

                Assert.Equal(Seen(good), Seen(unknown));
                Assert.Equal("Bearer", $"{good.Message.Headers.WwwAuthenticate}");
            }
        }
    }

    // Byte for byte, but for the trace id; what it costs is told here, and would tell.
    [Fact]
    public async Task SomebodyElsesThing_LooksExactlyLikeOneThatIsNotThere()
    {
        var world = await RouteWorld.OfAsync(Shop);
        foreach (var row in RouteTable.Rows.Where(r => r.IsOwned))
        {
            foreach (var caller in new[] { Caller.AnotherShopper, Caller.Operator })
            {
                var me = caller == Caller.Operator ? world.Operator : world.Other;
                var theirs = await world.CallAsync(row, caller);
                var nobodys = await world.CallAsync(row, caller, await world.UnknownPathAsync(row, world.Shopper));
                var unknown = await world.CallAsync(row, caller, await world.UnknownPathAsync(row, me));

                Assert.Equal(404, theirs.Status);
                Assert.Equal(Seen(nobodys), Seen(theirs));
                Assert.Equal(Seen(unknown, withCost: false), Seen(theirs, withCost: false));
            }
        }
    }

    /// <summary>All that a caller sees, without what is different every time.</summary>
    private static string Seen(Reply reply, bool withCost = true)
    {
        var headers = reply.Message.Headers.Concat(reply.Message.Content.Headers)
            .Where(h => h.Key != "Date" && (withCost || h.Key != "Storage-Calls"))
            .OrderBy(h => h.Key, StringComparer.Ordinal)
            .Select(h => $"{h.Key}: {string.Join(',', h.Value)}");
        var traceId = $"{reply.Json["traceId"]}";
        Assert.NotEqual("", traceId);
        return $"{reply.Status}\n{string.Join('\n', headers)}\n\n{reply.Text.Replace(traceId, "", StringComparison.Ordinal)}";
    }
}
