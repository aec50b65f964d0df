using WeCommerce.Simulator.Books;

namespace WeCommerce.Simulator.Official;

/// <summary>A QR code with a scene (带参数二维码) of an official account. Without <see cref="Until"/> it is for ever.</summary>
internal sealed record QrCode(string Ticket, string AppId, string Scene, string Url, DateTimeOffset? Until);

internal sealed class QrCodes(TimeProvider time) : Book<QrCode>(code => code.Ticket)
{
    /// <summary>The app's newest code of a scene that still works.</summary>
    public QrCode? Of(string appId, string scene) =>
        All.LastOrDefault(code => code.AppId == appId && code.Scene == scene && !(code.Until <= time.GetUtcNow()));
}
