using WeCommerce.WeChat.Codes;

namespace WeCommerce.Shop.Entrances;

/// <summary>How sales are counted for the ways in.</summary>
internal sealed class EntranceOptions
{
    /// <summary>How long a way in counts for what is bought later (归因窗口): 30 days unless set.</summary>
    public int WindowDays { get; set; } = 30;

    /// <summary>How long a share token counts from the day on which it was given out: 90 days unless set.</summary>
    public int ShareDays { get; set; } = 90;

    /// <summary>The page that a poster's code opens, without leading /; the first page unless set. WeChat refuses one that is not published.</summary>
    public string PosterPage { get; set; } = "";

    /// <summary>What posters call the shop; nothing unless set.</summary>
    public string ShopName { get; set; } = "";

    public TimeSpan Window => TimeSpan.FromDays(WindowDays);

    public IEnumerable<string> Faults()
    {
        const int mostDays = 366;
        if (WindowDays is < 1 or > mostDays)
            yield return "Entrances__WindowDays must be 1 to 366.";
        if (ShareDays is < 1 or > mostDays)
            yield return "Entrances__ShareDays must be 1 to 366.";
        if (!CodeRules.IsPage(PosterPage))
            yield return "Entrances__PosterPage must be a page without leading / and without query, or empty.";
        if (ShopName.Length > 20)
            yield return "Entrances__ShopName has at most 20 characters.";
    }
}
