using WeCommerce.Simulator.Books;

namespace WeCommerce.Simulator.Messages;

/// <summary>How everybody stands with every app.</summary>
internal sealed class Standings() : Book<Standing>(standing => Key(standing.AppId, standing.OpenId))
{
    public Standing Of(string appId, string openId) => Find(Key(appId, openId)) ?? new(appId, openId);

    public Standing Change(string appId, string openId, Func<Standing, Standing> change) => Change(Key(appId, openId), before =>
    {
        var after = change(before ?? new(appId, openId));
        return (after, after);
    });

    /// <summary>Puts in what <paramref name="decide"/> makes of it, or leaves it, and says why.</summary>
    public TResult Try<TResult>(string appId, string openId, Func<Standing, (Standing? After, TResult Result)> decide) =>
        Change(Key(appId, openId), before => decide(before ?? new(appId, openId)));

    private static string Key(string appId, string openId) => $"{appId} {openId}";
}
