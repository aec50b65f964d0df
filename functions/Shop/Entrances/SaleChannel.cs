using System.Text.Json;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Entrances;

/// <summary>The ways in which WeChat sells: where somebody came from (来源渠道).</summary>
internal enum SaleChannel
{
    /// <summary>社交分享: somebody's card, poster or Moments.</summary>
    SocialShare,

    /// <summary>公众号: menu, article, message or parametric code.</summary>
    OfficialAccount,

    /// <summary>小程序搜索与扫码.</summary>
    SearchOrScan,

    /// <summary>视频号: live, and the shop window (橱窗).</summary>
    Channels,

    /// <summary>其他: they opened it by themselves, or nobody knows.</summary>
    Other,
}

/// <summary>A scene number (场景值), as WeChat gives it with each start of a mini-program.</summary>
internal sealed record SceneNumber(int Number, SaleChannel Channel, string Name);

/// <summary>Which scene numbers mean which channel: data, in <c>scenes.json</c>, with its source. Numbers that are not there mean <see cref="SaleChannel.Other"/>.</summary>
internal static class SceneNumbers
{
    private static readonly Table Known = Read();
    private static readonly Dictionary<int, SaleChannel> Channels = Known.Scenes.ToDictionary(s => s.Number, s => s.Channel);

    public static IReadOnlyList<SceneNumber> All => Known.Scenes;

    /// <summary>Where the numbers are published.</summary>
    public static string Source => Known.Source;

    public static SaleChannel ChannelOf(int? scene) => scene is { } number && Channels.TryGetValue(number, out var channel) ? channel : SaleChannel.Other;

    private static Table Read()
    {
        using var stream = typeof(SceneNumbers).Assembly.GetManifestResourceStream("scenes.json") ?? throw new InvalidOperationException("The scene numbers are missing.");
        return JsonSerializer.Deserialize<Table>(stream, Rows.Json) ?? throw new InvalidDataException("The scene numbers are empty.");
    }

    private sealed record Table(string Source, IReadOnlyList<SceneNumber> Scenes);
}
