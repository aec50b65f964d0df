using Microsoft.Extensions.Options;

namespace WeCommerce.WeChat.MiniProgram;

/// <summary>The mini-programs served (小程序后台 → 开发设置), configuration section <c>WeChat:MiniProgram</c>.</summary>
public sealed class MiniProgramOptions
{
    public const string Section = "WeChat:MiniProgram";

    /// <summary>Base address of WeChat's API, without query.</summary>
    public Uri Endpoint { get; set; } = new("https://api.weixin.qq.com");

    /// <summary>At least one; each AppId once.</summary>
    public List<MiniProgramApp> Apps { get; set; } = [];

    /// <summary>Time for one call. Default 5 s.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(5);
}

/// <summary>One mini-program.</summary>
public sealed class MiniProgramApp
{
    public string AppId { get; set; } = "";

    public string AppSecret { get; set; } = "";
}

/// <summary>Names every wrong setting at once, and never prints a value.</summary>
internal sealed class MiniProgramOptionsCheck : IValidateOptions<MiniProgramOptions>
{
    public ValidateOptionsResult Validate(string? name, MiniProgramOptions options)
    {
        var problems = Problems(options).Select(p => $"{MiniProgramOptions.Section}:{p}").ToList();
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static IEnumerable<string> Problems(MiniProgramOptions o)
    {
        if (!WeChatHttp.IsBaseAddress(o.Endpoint))
            yield return "Endpoint must be an absolute http or https address without query";
        if (o.Apps.Count == 0)
            yield return "Apps must name at least one mini-program";
        if (o.Apps.DistinctBy(a => a.AppId).Count() != o.Apps.Count)
            yield return "Apps must name each AppId once";
        for (var i = 0; i < o.Apps.Count; i++)
        {
            if (string.IsNullOrWhiteSpace(o.Apps[i].AppId))
                yield return $"Apps:{i}:AppId must be set";
            if (string.IsNullOrWhiteSpace(o.Apps[i].AppSecret))
                yield return $"Apps:{i}:AppSecret must be set";
        }
        if (o.Timeout <= TimeSpan.Zero || o.Timeout > TimeSpan.FromMinutes(2))
            yield return "Timeout must be positive and at most two minutes";
    }
}
