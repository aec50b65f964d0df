using WeCommerce.Simulator.Accounts;
using WeCommerce.Simulator.Messages;
using WeCommerce.Simulator.Pushes;

namespace WeCommerce.Simulator.Play;

/// <summary>The person's thumb on everything in WeChat but the pay sheet, and how the person stands with an app after it.</summary>
internal sealed class ActionEndpoints(
    SimulatorOptions options,
    People people,
    Standings standings,
    Deeds deeds,
    PushConsole console,
    Pusher pusher)
{
    private static readonly string[] OfOfficialAccounts = ["follow", "unfollow", "scan", "click", "view"];

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/simulator/actions", ActAsync);
        routes.MapGet("/simulator/quota", Quota);
    }

    private async Task<IResult> ActAsync(HttpRequest request)
    {
        var (asked, error) = await PlayJson.ReadAsync<UserAction>(request);
        if (asked is null)
            return error!;
        if (people.Find(asked.OpenId) is not var (owner, person))
            return UnknownUser;
        if (AppOf(asked, owner) is not { } app)
            return UnknownApp(asked.App);

        var openId = person.OpenId(app.AppId);
        var before = standings.Of(app.AppId, openId);
        if (deeds.Of(asked, before) is not { } deed)
            return PlayJson.Refuse("BAD_ACTION", "There is no such action, or it lacks a field.");
        if (deed.Kind is { } kind && kind != app.Kind)
            return PlayJson.Refuse("OTHER_KIND", $"{asked.Action} is for a {kind}, and {app.AppId} is none.");
        if (asked.Action == "follow" && before.Follows)
            return PlayJson.Refuse("ALREADY_FOLLOWS", "The person follows the account already.", StatusCodes.Status409Conflict);
        if (asked.Action == "unfollow" && !before.Follows)
            return PlayJson.Refuse("NOT_A_FOLLOWER", "The person does not follow the account.", StatusCodes.Status409Conflict);

        standings.Change(app.AppId, openId, deed.Change);
        var pushed = console.Find(app.AppId) is { } settings ? deed.Push(settings) : null;
        var result = pushed is null
            ? null
            : await pusher.PushAsync(app.AppId, $"{pushed["FromUserName"]}", pushed, request.HttpContext.RequestAborted);
        return PlayJson.Ok(new { app.AppId, openId, result?.Status, result?.Body, result?.Error, pushed, result?.Reply });
    }

    private IResult Quota(string? openId, string? app)
    {
        if (people.Find(openId) is not var (owner, person))
            return UnknownUser;
        if ((app is null ? owner : options.App(app)) is not { } of)
            return UnknownApp(app);

        var standing = standings.Of(of.AppId, person.OpenId(of.AppId));
        return PlayJson.Ok(new
        {
            standing.AppId,
            standing.OpenId,
            standing.Follows,
            standing.FollowedAt,
            standing.Scene,
            standing.Permissions,
            standing.Window,
            sends = standing.SendsAt(options.Time.GetUtcNow()),
        });
    }

    private SimulatedApp? AppOf(UserAction asked, SimulatedApp owner) =>
        asked.App is not null ? options.App(asked.App)
        : OfOfficialAccounts.Contains(asked.Action) ? options.Apps.Find(app => app.Kind == AppKind.OfficialAccount) ?? owner
        : owner;

    private static IResult UnknownUser => PlayJson.Refuse("UNKNOWN_USER", "No user of any app has this openId.");

    private static IResult UnknownApp(string? appId) => PlayJson.Refuse("UNKNOWN_APP", $"No app {appId} in the settings.");
}
