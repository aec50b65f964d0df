using System.Text;

namespace WeCommerce.Shop.Flights;

/// <summary>A kept notify as an operator sees it.</summary>
/// <param name="Endpoint">The function that it came to.</param>
/// <param name="Verdict"><c>Genuine</c>, or why it was not believed.</param>
/// <param name="Status">What was answered: 204 when it was taken.</param>
/// <param name="Code">Why it was not taken.</param>
/// <param name="Headers">Those of WeChat Pay's signature.</param>
/// <param name="Body">The raw body: what it says is encrypted.</param>
internal sealed record NotifyView(
    NotifyId NotifyId,
    DateTimeOffset At,
    string Endpoint,
    string Verdict,
    int Status,
    string? Code,
    IReadOnlyDictionary<string, string> Headers,
    string Body)
{
    public static NotifyView Of(KeptNotify notify) => new(
        notify.NotifyId, notify.At, notify.Endpoint, notify.Verdict, notify.Status, notify.Code, notify.Headers, Encoding.UTF8.GetString(notify.Body));
}
