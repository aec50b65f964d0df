using System.Text.Json;
using WeCommerce.Simulator.Accounts;
using WeCommerce.Simulator.Books;
using WeCommerce.Simulator.Wire;

namespace WeCommerce.Simulator.Links;

/// <summary>A way into a mini-program that was given out.</summary>
internal sealed record Link(
    string Url,
    string AppId,
    string Path,
    string Query,
    string EnvVersion,
    DateTimeOffset CreatedAt,
    DateTimeOffset? Until);

internal sealed class GivenLinks() : Book<Link>(link => link.Url);

/// <summary>URL Scheme, URL Link and Short Link: given out, and asked about.</summary>
internal sealed class LinkEndpoints(ApiDoor door, GivenLinks links, TimeProvider time)
{
    private const int LongestTitle = 20;
    private const int LongestPageUrl = 1024;
    private const int VisitsADay = 3_000_000;

    public void Map(IEndpointRouteBuilder routes)
    {
        door.Post<GenerateScheme>(routes, "/wxa/generatescheme", AppKind.MiniProgram, Scheme);
        door.Post<GenerateUrlLink>(routes, "/wxa/generate_urllink", AppKind.MiniProgram, UrlLink);
        door.Post<GenerateShortLink>(routes, "/wxa/genwxashortlink", AppKind.MiniProgram, ShortLink);
        door.Post<QueryScheme>(routes, "/wxa/queryscheme", AppKind.MiniProgram, (appId, asked, _) =>
            Query(appId, asked.Scheme, asked.QueryType, "scheme_info"));
        door.Post<QueryUrlLink>(routes, "/wxa/query_urllink", AppKind.MiniProgram, (appId, asked, _) =>
            Query(appId, asked.UrlLink, asked.QueryType, "url_link_info"));
    }

    private ApiAnswer Scheme(string appId, GenerateScheme asked, JsonElement body)
    {
        var (link, error) = Make(appId, $"weixin://dl/business/?t={WireIds.Short()}", asked.JumpWxa ?? new(), asked);
        return error ?? ApiAnswer.Ok(new { errcode = 0, errmsg = "ok", openlink = link!.Url });
    }

    private ApiAnswer UrlLink(string appId, GenerateUrlLink asked, JsonElement body)
    {
        var (link, error) = Make(appId, $"https://wxaurl.cn/{WireIds.Short()}", new(asked.Path, asked.Query, asked.EnvVersion), asked);
        return error ?? ApiAnswer.Ok(new { errcode = 0, errmsg = "ok", url_link = link!.Url });
    }

    private (Link? Link, ApiAnswer? Error) Make(string appId, string url, JumpWxa jump, Expiry expiry)
    {
        var now = time.GetUtcNow();
        if ((LinkRules.CheckPath(jump.Path) ?? LinkRules.CheckQuery(jump.Query) ?? LinkRules.CheckVersion(jump.EnvVersion)) is { } error)
            return (null, error);
        return LinkRules.Until(expiry, now) is { } until
            ? (links.Put(new(url, appId, jump.Path ?? "", jump.Query ?? "", jump.EnvVersion ?? "release", now, until)), null)
            : (null, ApiAnswer.Error(85401, "time limit between 1min and 30day"));
    }

    private ApiAnswer ShortLink(string appId, GenerateShortLink asked, JsonElement body)
    {
        if (asked.PageUrl is not { Length: >= 1 and <= LongestPageUrl } page || page[0] == '/')
            return LinkRules.Path;
        var (path, query) = page.Split('?', 2) is [var before, var after] ? (before, after) : (page, "");
        if (LinkRules.CheckQuery(query) is { } error)
            return error;
        if (asked.PageTitle?.EnumerateRunes().Count() > LongestTitle)
            return ApiAnswer.Error(40225, "invalid page title");

        var now = time.GetUtcNow();
        var link = links.Put(new(
            $"#小程序://{asked.PageTitle ?? "小程序"}/{WireIds.Short()}", appId, path, query, "release", now, asked.IsPermanent ? null : now.AddDays(30)));
        return ApiAnswer.Ok(new { errcode = 0, errmsg = "ok", link = link.Url });
    }

    private ApiAnswer Query(string appId, string? url, int queryType, string name)
    {
        if (url is null || links.Find(url) is not { } link || link.AppId != appId || queryType is not (0 or 1))
            return ApiAnswer.Error(40097, "invalid args");
        var answer = new Dictionary<string, object> { ["errcode"] = 0, ["errmsg"] = "ok" };
        if (queryType == 1)
            answer["quota_info"] = new { remain_visit_quota = VisitsADay };
        else
            answer[name] = new
            {
                appid = appId,
                path = link.Path,
                query = link.Query,
                env_version = link.EnvVersion,
                create_time = link.CreatedAt.ToUnixTimeSeconds(),
                expire_time = link.Until?.ToUnixTimeSeconds() ?? 0,
            };
        return ApiAnswer.Ok(answer);
    }
}
