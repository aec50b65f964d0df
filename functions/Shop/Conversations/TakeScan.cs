using WeCommerce.Shop.Entrances;
using WeCommerce.Shop.Pushes;

namespace WeCommerce.Shop.Conversations;

/// <summary>A follower scanned a parametric code (扫描带参二维码).</summary>
internal sealed class TakeScan(Talk talk, ScanCount scans) : IPushHandler
{
    public string Kind => "scan";

    public Task HandleAsync(Push push, CancellationToken cancellation) => Task.WhenAll(
        talk.GoOnAsync(push, CustomerOpening.Touched, cancellation), scans.TakeAsync(push, push.Message["EventKey"], cancellation));
}
