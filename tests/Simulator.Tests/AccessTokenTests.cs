namespace WeCommerce.Simulator.Tests;

/// <summary>getStableAccessToken and getAccessToken.</summary>
public sealed class AccessTokenTests
{
    private static readonly string Classic =
        $"/cgi-bin/token?grant_type=client_credential&appid={Game.AppId}&secret={Uri.EscapeDataString(Game.AppSecret)}";

    [Fact]
    public async Task Stable_token_stays_the_same_and_its_life_runs_down()
    {
        await using var game = await Game.StartAsync();
        var first = await StableAsync(game);
        Assert.Equal("7200", first.Text("expires_in"));

        game.Time.Advance(TimeSpan.FromSeconds(1000));
        var later = await StableAsync(game);

        Assert.Equal(first.Text("access_token"), later.Text("access_token"));
        Assert.Equal("6200", later.Text("expires_in"));
    }

    [Fact]
    public async Task In_the_last_five_minutes_a_new_stable_token_is_issued_and_the_old_one_works_to_its_end()
    {
        await using var game = await Game.StartAsync();
        var old = await game.TokenAsync();
        game.Time.Advance(TimeSpan.FromSeconds(6901));

        var renewed = await game.TokenAsync();

        Assert.NotEqual(old, renewed);
        Assert.Equal(40029, await UseAsync(game, old));
        game.Time.Advance(TimeSpan.FromSeconds(299));
        Assert.Equal(42001, await UseAsync(game, old));
        Assert.Equal(40029, await UseAsync(game, renewed));
    }

    [Fact]
    public async Task Force_kills_the_old_stable_token_at_once_and_not_that_of_the_other_endpoint()
    {
        await using var game = await Game.StartAsync();
        var (old, classic) = (await game.TokenAsync(), (await game.GetAsync(Classic)).Text("access_token")!);

        var forced = (await StableAsync(game, force: true)).Text("access_token")!;

        Assert.Equal(40001, await UseAsync(game, old));
        Assert.Equal(40029, await UseAsync(game, forced));
        Assert.Equal(40029, await UseAsync(game, classic));
        Assert.Equal(forced, await game.TokenAsync());
    }

    [Fact]
    public async Task Force_is_refused_within_30_seconds_and_after_20_times_a_day()
    {
        await using var game = await Game.StartAsync();
        await StableAsync(game, force: true);
        game.Time.Advance(TimeSpan.FromSeconds(29));
        LoginTests.AssertError(45009, await StableAsync(game, force: true));

        for (var n = 1; n < 20; n++)
        {
            game.Time.Advance(TimeSpan.FromSeconds(30));
            Assert.NotNull((await StableAsync(game, force: true)).Text("access_token"));
        }
        game.Time.Advance(TimeSpan.FromSeconds(30));
        LoginTests.AssertError(45009, await StableAsync(game, force: true));
    }

    [Fact]
    public async Task Classic_token_is_new_each_time_and_the_one_before_overlaps_for_five_minutes()
    {
        await using var game = await Game.StartAsync();
        var stable = await game.TokenAsync();
        var first = (await game.GetAsync(Classic)).Text("access_token")!;
        var second = (await game.GetAsync(Classic)).Text("access_token")!;

        Assert.NotEqual(first, second);
        Assert.Equal(40029, await UseAsync(game, first));
        game.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(42001, await UseAsync(game, first));
        Assert.Equal(40029, await UseAsync(game, second));
        Assert.Equal(40029, await UseAsync(game, stable));
    }

    [Fact]
    public async Task Wrong_credentials_and_tokens_have_their_own_errcodes()
    {
        await using var game = await Game.StartAsync();
        LoginTests.AssertError(43002, await game.GetAsync("/cgi-bin/stable_token"));
        LoginTests.AssertError(47001, await game.PostAsync("/cgi-bin/stable_token", "not json"));
        LoginTests.AssertError(40002, await game.PostAsync("/cgi-bin/stable_token", new { grant_type = "x", appid = Game.AppId, secret = Game.AppSecret }));
        LoginTests.AssertError(41002, await game.PostAsync("/cgi-bin/stable_token", new { grant_type = "client_credential" }));
        LoginTests.AssertError(41004, await game.PostAsync("/cgi-bin/stable_token", new { grant_type = "client_credential", appid = Game.AppId }));
        LoginTests.AssertError(40013, await game.PostAsync("/cgi-bin/stable_token", new { grant_type = "client_credential", appid = "wx0", secret = "x" }));
        LoginTests.AssertError(40125, await game.PostAsync("/cgi-bin/stable_token", new { grant_type = "client_credential", appid = Game.AppId, secret = "x" }));
        Assert.Equal(40001, await UseAsync(game, "made-up"));
        Assert.Equal(41001, await UseAsync(game, ""));
    }

    private static Task<Answer> StableAsync(Game game, bool force = false) => game.PostAsync(
        "/cgi-bin/stable_token",
        new { grant_type = "client_credential", appid = Game.AppId, secret = Game.AppSecret, force_refresh = force });

    // A made-up code: 40029 says that the token was good.
    private static async Task<int> UseAsync(Game game, string token) =>
        (await game.PostAsync($"/wxa/business/getuserphonenumber?access_token={token}", new { code = "x" })).Json.GetProperty("errcode").GetInt32();
}
