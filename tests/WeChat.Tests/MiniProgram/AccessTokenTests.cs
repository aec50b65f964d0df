using System.Text.Json;
using WeCommerce.WeChat.Api;
using WeCommerce.WeChat.MiniProgram;

namespace WeCommerce.WeChat.Tests.MiniProgram;

public sealed class AccessTokenTests
{
    [Fact]
    public async Task Twenty_callers_on_four_instances_fetch_one_token()
    {
        await using var world = await MiniWorld.StartAsync(waits: true);
        var (arrived, release) = (new TaskCompletionSource(), new TaskCompletionSource());
        world.AnswerToken = async () =>
        {
            arrived.SetResult();
            await release.Task;
            return world.NewToken();
        };
        var instances = Enumerable.Range(0, 4).Select(_ => world.Tokens()).ToList();

        var callers = Enumerable.Range(0, 20).Select(i => Task.Run(() => instances[i % 4].GetAsync(MiniWorld.AppId, default).AsTask())).ToList();
        await arrived.Task;
        release.SetResult();
        // The five callers beside the one that fetches; the others look again when time passes.
        await Task.WhenAny(callers);
        while (!callers.TrueForAll(c => c.IsCompleted))
        {
            world.Time.Advance(TimeSpan.FromMilliseconds(200));
            await Task.Yield();
        }

        Assert.All(await Task.WhenAll(callers), a => Assert.Equal("token-1", Token(a)));
        Assert.Equal(1, world.TokenRequests);
        Assert.Equal(
            $$"""{"grant_type":"client_credential","appid":"{{MiniWorld.AppId}}","secret":"app&secret"}""", world.Server.Requests.Single().Text);
    }

    [Fact]
    public async Task A_token_is_taken_from_the_store_and_kept_in_memory()
    {
        await using var world = await MiniWorld.StartAsync();
        world.Store.Token = new("stored", world.Time.GetUtcNow().AddHours(1));
        var tokens = world.Tokens();

        Assert.Equal("stored", Token(await tokens.GetAsync(MiniWorld.AppId, default)));
        world.Store.Token = null;
        Assert.Equal("stored", Token(await tokens.GetAsync(MiniWorld.AppId, default)));
        Assert.Equal(0, world.TokenRequests);
    }

    [Fact]
    public async Task A_token_is_renewed_five_minutes_before_it_expires()
    {
        await using var world = await MiniWorld.StartAsync();
        world.AnswerToken = () => Task.FromResult(world.NewToken("7200"));
        var tokens = world.Tokens();

        Assert.Equal("token-1", Token(await tokens.GetAsync(MiniWorld.AppId, default)));
        Assert.Equal(world.Time.GetUtcNow().AddSeconds(7200), world.Store.Token!.ExpiresAt);
        world.Time.Advance(TimeSpan.FromMinutes(114));
        Assert.Equal("token-1", Token(await tokens.GetAsync(MiniWorld.AppId, default)));
        world.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("token-2", Token(await tokens.GetAsync(MiniWorld.AppId, default)));
    }

    [Fact]
    public async Task While_another_instance_renews_the_old_token_serves_on()
    {
        await using var world = await MiniWorld.StartAsync();
        world.Store.Token = new("old", world.Time.GetUtcNow().AddMinutes(4));
        Assert.True(await world.Store.TryLeaseAsync(MiniWorld.AppId, TimeSpan.FromSeconds(5), default));

        Assert.Equal("old", Token(await world.Tokens().GetAsync(MiniWorld.AppId, default)));
        Assert.Equal(0, world.TokenRequests);
    }

    [Fact]
    public async Task A_token_in_its_last_minutes_is_not_fetched_at_every_call()
    {
        await using var world = await MiniWorld.StartAsync();
        world.AnswerToken = () => Task.FromResult(world.NewToken(300));
        var tokens = world.Tokens();

        await tokens.GetAsync(MiniWorld.AppId, default);
        await tokens.GetAsync(MiniWorld.AppId, default);
        Assert.Equal(1, world.TokenRequests);
        world.Time.Advance(TimeSpan.FromMinutes(1));
        await tokens.GetAsync(MiniWorld.AppId, default);
        Assert.Equal(2, world.TokenRequests);
    }

    [Fact]
    public async Task A_lease_whose_holder_died_is_waited_for_and_taken_over()
    {
        await using var world = await MiniWorld.StartAsync();
        Assert.True(await world.Store.TryLeaseAsync(MiniWorld.AppId, TimeSpan.FromSeconds(5), default));

        Assert.Equal("token-1", Token(await world.Tokens().GetAsync(MiniWorld.AppId, default)));
    }

    [Fact]
    public async Task A_lease_that_never_comes_free_ends_in_TryAgain()
    {
        await using var world = await MiniWorld.StartAsync();
        Assert.True(await world.Store.TryLeaseAsync(MiniWorld.AppId, TimeSpan.FromDays(1), default));

        var answer = await world.Tokens().GetAsync(MiniWorld.AppId, default);
        Assert.Equal(ApiFailureKind.TryAgain, MiniProgramTests.Failure(answer).Kind);
    }

    [Fact]
    public async Task A_refused_token_is_dropped_only_while_it_is_still_the_one_in_use()
    {
        await using var world = await MiniWorld.StartAsync();
        var tokens = world.Tokens();
        Assert.Equal("token-1", Token(await tokens.GetAsync(MiniWorld.AppId, default)));

        await tokens.DropAsync(MiniWorld.AppId, "token-0", default);
        Assert.Equal("token-1", Token(await tokens.GetAsync(MiniWorld.AppId, default)));
        await tokens.DropAsync(MiniWorld.AppId, "token-1", default);
        // The store still has it, and is not believed.
        Assert.Equal("token-2", Token(await tokens.GetAsync(MiniWorld.AppId, default)));
    }

    [Theory]
    [InlineData("""{"errcode":40125,"errmsg":"invalid appsecret rid: 1"}""", ApiFailureKind.OurFault)]
    [InlineData("""{"errcode":-1,"errmsg":"system error"}""", ApiFailureKind.TryAgain)]
    [InlineData("""{"errcode":"45009","errmsg":"reach max api daily quota limit"}""", ApiFailureKind.TooFrequent)]
    [InlineData("""{"access_token":"t"}""", ApiFailureKind.TryAgain)]
    [InlineData("""{"access_token":"t","expires_in":0}""", ApiFailureKind.TryAgain)]
    public async Task A_failed_fetch_is_told(string answer, ApiFailureKind kind)
    {
        await using var world = await MiniWorld.StartAsync();
        world.AnswerToken = () => Task.FromResult(new Reply(200, answer));

        Assert.Equal(kind, MiniProgramTests.Failure(await world.Tokens().GetAsync(MiniWorld.AppId, default)).Kind);
        Assert.Null(world.Store.Token);
    }

    [Fact]
    public void A_token_does_not_print() =>
        Assert.DoesNotContain("secret", JsonSerializer.Serialize(new StoredAccessToken("secret", DateTimeOffset.UnixEpoch).ToString()), StringComparison.Ordinal);

    private static string Token(ApiAnswer<StoredAccessToken> answer) =>
        Assert.IsType<ApiAnswer<StoredAccessToken>.Success>(answer).Value.Value;
}
