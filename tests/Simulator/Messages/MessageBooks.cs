using WeCommerce.Simulator.Links;
using WeCommerce.Simulator.Official;

namespace WeCommerce.Simulator.Messages;

/// <summary>What survives a restart of how the apps talk with people.</summary>
internal sealed record SavedMessages(
    IReadOnlyList<Standing> Standings,
    IReadOnlyList<SentTemplate> SentTemplates,
    IReadOnlyList<QrCode> QrCodes,
    IReadOnlyList<Menu> Menus,
    IReadOnlyList<Link> Links);

/// <summary>All books of how the apps talk with people, to be saved and forgotten together.</summary>
internal sealed class MessageBooks(Standings standings, SentTemplates sentTemplates, QrCodes qrCodes, Menus menus, GivenLinks links)
{
    public event EventHandler? Changed
    {
        add
        {
            standings.Changed += value;
            sentTemplates.Changed += value;
            qrCodes.Changed += value;
            menus.Changed += value;
            links.Changed += value;
        }

        remove
        {
            standings.Changed -= value;
            sentTemplates.Changed -= value;
            qrCodes.Changed -= value;
            menus.Changed -= value;
            links.Changed -= value;
        }
    }

    public SavedMessages Saved => new(standings.All, sentTemplates.All, qrCodes.All, menus.All, links.All);

    public void Load(SavedMessages saved)
    {
        standings.Load(saved.Standings);
        sentTemplates.Load(saved.SentTemplates);
        qrCodes.Load(saved.QrCodes);
        menus.Load(saved.Menus);
        links.Load(saved.Links);
    }

    public void Clear()
    {
        standings.Clear();
        sentTemplates.Clear();
        qrCodes.Clear();
        menus.Clear();
        links.Clear();
    }
}
