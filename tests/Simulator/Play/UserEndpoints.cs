using WeCommerce.Simulator.Accounts;
using WeCommerce.Simulator.Wire;

namespace WeCommerce.Simulator.Play;

internal sealed record NewUser(string? Nickname = null, string? Phone = null, string? AppId = null);

internal sealed record WhoAsks(string? OpenId = null);

/// <summary>The people who play, and what wx.login and getPhoneNumber would give their pages.</summary>
internal sealed class UserEndpoints(SimulatorOptions options, People people, LoginCodes loginCodes, PhoneCodes phoneCodes, SessionKeys sessionKeys)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/simulator/users", () => PlayJson.Ok(new { users = people.All.Select(p => Answer(p, options.Apps[0].AppId)) }));
        routes.MapPost("/simulator/users", AddAsync);
        routes.MapPost("/simulator/login-codes", request => CodeAsync(request, loginCodes, WireIds.Code()));
        routes.MapPost("/simulator/phone-codes", request => CodeAsync(request, phoneCodes, WireIds.PhoneCode()));
    }

    private async Task<IResult> AddAsync(HttpRequest request)
    {
        var (body, error) = await PlayJson.ReadAsync<NewUser>(request);
        if (body is null)
            return error!;
        var appId = body.AppId ?? options.Apps[0].AppId;
        return options.App(appId) is null
            ? PlayJson.Refuse("UNKNOWN_APP", $"No app {appId} in the settings.")
            : PlayJson.Ok(Answer(people.Add(Person.New(body.Nickname, body.Phone)), appId));
    }

    private async Task CodeAsync(HttpContext context, SingleUseCodes codes, string code)
    {
        var (body, error) = await PlayJson.ReadAsync<WhoAsks>(context.Request);
        var answer = body is null ? error!
            : people.Find(body.OpenId) is not var (app, person) ? PlayJson.Refuse("UNKNOWN_USER", "No user of any app has this openId.")
            : PlayJson.Ok(new { code = codes.Issue(code, app.AppId, person), appId = app.AppId });
        await answer.ExecuteAsync(context);
    }

    private object Answer(Person person, string appId) => new
    {
        openId = person.OpenId(appId),
        unionId = person.UnionId,
        nickname = person.Nickname,
        phone = person.Phone,
        sessionKey = sessionKeys.Of(person.OpenId(appId)),
        openIds = options.Apps.ToDictionary(app => app.AppId, app => person.OpenId(app.AppId)),
    };
}
