using Microsoft.Extensions.Options;

namespace WeCommerce.WeChat.OfficialAccount;

/// <summary>The official accounts served (公众号, 服务号), configuration section <c>WeChat:OfficialAccount</c>. A shop may have none.</summary>
public sealed class OfficialAccountOptions
{
    public const string Section = "WeChat:OfficialAccount";

    public List<OfficialAccountApp> Apps { get; set; } = [];
}

/// <summary>One official account.</summary>
public sealed class OfficialAccountApp
{
    public string AppId { get; set; } = "";

    public string AppSecret { get; set; } = "";
}

/// <summary>Names every wrong setting at once, and never prints a value.</summary>
internal sealed class OfficialAccountOptionsCheck : IValidateOptions<OfficialAccountOptions>
{
    public ValidateOptionsResult Validate(string? name, OfficialAccountOptions options)
    {
        var problems = Problems(options).Select(p => $"{OfficialAccountOptions.Section}:{p}").ToList();
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static IEnumerable<string> Problems(OfficialAccountOptions o)
    {
        if (o.Apps.DistinctBy(a => a.AppId).Count() != o.Apps.Count)
            yield return "Apps must name each AppId once";
        for (var i = 0; i < o.Apps.Count; i++)
        {
            if (string.IsNullOrWhiteSpace(o.Apps[i].AppId))
                yield return $"Apps:{i}:AppId must be set";
            if (string.IsNullOrWhiteSpace(o.Apps[i].AppSecret))
                yield return $"Apps:{i}:AppSecret must be set";
        }
    }
}
