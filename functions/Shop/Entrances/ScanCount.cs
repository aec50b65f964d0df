using WeCommerce.Shop.Login;
using WeCommerce.Shop.Pushes;

namespace WeCommerce.Shop.Entrances;

/// <summary>Somebody scanned the code of an official account (扫描带参二维码): counted for its entrance, whether or not the shop knows who it is.</summary>
internal sealed class ScanCount(EntranceSet entrances, Identities identities, TouchBook touches, EntranceNumbers numbers)
{
    private static readonly EntranceSums Visit = EntranceSums.None with { Visits = 1 };

    /// <param name="scene">Of the code; empty for who came otherwise.</param>
    /// <exception cref="TimeoutException">Others write at this moment: the push comes again.</exception>
    public async Task TakeAsync(Push push, string scene, CancellationToken cancellation)
    {
        if (push.Sender is not { } person || !EntranceId.TryParse(scene, out var id)
            || (await entrances.GetAsync(cancellation)).Find(id) is not { Kind: EntranceKind.OfficialAccountCode })
        {
            return;
        }

        var member = await identities.FindAsync(person, cancellation);
        var touch = await touches.RecogniseAsync(member, new Arrival(Scene: null, scene, Referrer: null), push.At, cancellation);
        if (member is { } known && !await touches.NoteAsync(known, touch, cancellation))
            throw new TimeoutException($"Others write the touches of {known} all the time.");
        foreach (var subject in Subject.Of(touch))
            await numbers.CountAsync(subject, new Counted($"visit!{push.PushId}", push.At, member, Visit), cancellation);
    }
}
