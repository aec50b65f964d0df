using Microsoft.Extensions.DependencyInjection;
using WeCommerce.WeChat.Api;
using WeCommerce.WeChat.OfficialAccount;
using WeCommerce.WeChat.Tests.MiniProgram;

namespace WeCommerce.WeChat.Tests.OfficialAccount;

/// <summary>获取用户基本信息 and 自定义菜单 as WeChat documents them.</summary>
public sealed class OfficialAccountTests
{
    [Theory]
    [InlineData("""{"subscribe":1,"openid":"o/1","unionid":"u1","nickname":"","subscribe_time":1}""", true, "u1")]
    [InlineData("""{"subscribe":"1","openid":"o/1"}""", true, null)]
    [InlineData("""{"subscribe":0,"openid":"o/1","unionid":""}""", false, null)]
    public async Task A_follower_is_looked_up(string answer, bool follows, string? unionId)
    {
        await using var world = await MiniWorld.StartAsync();
        world.Answer = _ => new Reply(200, answer);

        var follower = ApiAnswers.Value(await Api(world).FindFollowerAsync(MiniWorld.AccountId, "o/1", default));

        Assert.Equal(new Follower(follows, unionId), follower);
        Assert.Equal(nameof(Follower), follower.ToString());
        var request = world.Server.Requests.Last();
        Assert.Equal(("GET", "/cgi-bin/user/info?openid=o%2F1&lang=zh_CN&access_token=token-1"), (request.Method, request.Target));
    }

    [Theory]
    [InlineData("""{"errcode":40003,"errmsg":"invalid openid"}""", ApiFailureKind.OurFault)]
    [InlineData("""{"errcode":45009,"errmsg":"quota"}""", ApiFailureKind.TooFrequent)]
    [InlineData("""{"openid":"o"}""", ApiFailureKind.TryAgain)]
    public async Task A_follower_may_not_be_found(string answer, ApiFailureKind kind)
    {
        await using var world = await MiniWorld.StartAsync();
        world.Answer = _ => new Reply(200, answer);

        Assert.Equal(kind, ApiAnswers.Failure(await Api(world).FindFollowerAsync(MiniWorld.AccountId, "o", default)).Kind);
    }

    [Fact]
    public async Task A_menu_goes_out_as_documented_and_is_taken_away()
    {
        await using var world = await MiniWorld.StartAsync();
        world.Answer = _ => new Reply(200, """{"errcode":0,"errmsg":"ok"}""");
        var api = Api(world);

        ApiAnswers.Value(await api.PutMenuAsync(MiniWorld.AccountId, Menus.Full, default));
        ApiAnswers.Value(await api.DropMenuAsync(MiniWorld.AccountId, default));

        Assert.Equal(
            [
                """
                POST /cgi-bin/menu/create?access_token=token-1 {"button":[{"type":"click","name":"今日","key":"TODAY"},{"name":"更多","sub_button":[{"type":"view","name":"官网","url":"https://shop.example/?a=b&c=d"},{"type":"miniprogram","name":"商城","url":"https://shop.example","appid":"wx1234567890abcdef","pagepath":"pages/index"}]}]}
                """,
                "GET /cgi-bin/menu/delete?access_token=token-1 ",
            ],
            world.Server.Requests.Where(r => r.Path.StartsWith("/cgi-bin/menu/", StringComparison.Ordinal)).Select(r => $"{r.Method} {r.Target} {r.Text}"));
    }

    [Fact]
    public async Task What_WeChat_would_refuse_costs_no_call()
    {
        await using var world = await MiniWorld.StartAsync();
        var api = Api(world);

        Assert.Equal(ApiFailureKind.OurFault, ApiAnswers.Failure(await api.PutMenuAsync(MiniWorld.AccountId, new Menu([]), default)).Kind);
        Assert.Equal(ApiFailureKind.OurFault, ApiAnswers.Failure(await api.FindFollowerAsync(MiniWorld.AccountId, "", default)).Kind);
        Assert.Empty(world.Server.Requests);
    }

    private static IOfficialAccount Api(MiniWorld world) => world.Instance().GetRequiredService<IOfficialAccount>();
}
