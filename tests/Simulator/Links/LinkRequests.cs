namespace WeCommerce.Simulator.Links;

/// <summary>When a link ends: at a moment (type 0, in seconds) or after some days (type 1).</summary>
internal record Expiry
{
    public bool? IsExpire { get; init; }

    public int? ExpireType { get; init; }

    public long? ExpireTime { get; init; }

    public int? ExpireInterval { get; init; }
}

internal sealed record JumpWxa(string? Path = null, string? Query = null, string? EnvVersion = null);

/// <summary>获取加密 scheme 码.</summary>
internal sealed record GenerateScheme : Expiry
{
    public JumpWxa? JumpWxa { get; init; }
}

/// <summary>获取加密 URL Link.</summary>
internal sealed record GenerateUrlLink : Expiry
{
    public string? Path { get; init; }

    public string? Query { get; init; }

    public string? EnvVersion { get; init; }
}

/// <summary>获取 Short Link: the page with its query.</summary>
internal sealed record GenerateShortLink(string? PageUrl = null, string? PageTitle = null, bool IsPermanent = false);

internal sealed record QueryScheme(string? Scheme = null, int QueryType = 0);

internal sealed record QueryUrlLink(string? UrlLink = null, int QueryType = 0);

internal sealed record CodeColor(int R = 0, int G = 0, int B = 0);

/// <summary>获取不限制的小程序码; the width in pixels.</summary>
internal sealed record GetUnlimitedCode(
    string? Scene = null,
    string? Page = null,
    bool CheckPath = true,
    string? EnvVersion = null,
    int Width = 430,
    bool AutoColor = false,
    CodeColor? LineColor = null,
    bool IsHyaline = false);
