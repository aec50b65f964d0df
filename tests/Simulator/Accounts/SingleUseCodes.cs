namespace WeCommerce.Simulator.Accounts;

/// <summary>Codes that a page gets from WeChat and the server redeems once, within five minutes (wx.login, getPhoneNumber).</summary>
internal abstract class SingleUseCodes(TimeProvider time)
{
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(5);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Code> _codes = [];

    public enum Redeemed
    {
        Ok,
        Unknown,
        Used,
    }

    public string Issue(string code, string appId, Person person)
    {
        lock (_gate)
            _codes[code] = new(appId, person, time.GetUtcNow(), Used: false);
        return code;
    }

    public Redeemed Redeem(string code, string appId, out Person? person)
    {
        person = null;
        lock (_gate)
        {
            if (!_codes.TryGetValue(code, out var issued) || issued.AppId != appId || time.GetUtcNow() - issued.At > Life)
                return Redeemed.Unknown;
            if (issued.Used)
                return Redeemed.Used;
            _codes[code] = issued with { Used = true };
            person = issued.Person;
            return Redeemed.Ok;
        }
    }

    public void Clear()
    {
        lock (_gate)
            _codes.Clear();
    }

    private sealed record Code(string AppId, Person Person, DateTimeOffset At, bool Used);
}

/// <summary>What wx.login gives.</summary>
internal sealed class LoginCodes(TimeProvider time) : SingleUseCodes(time);

/// <summary>What the button of open-type getPhoneNumber gives.</summary>
internal sealed class PhoneCodes(TimeProvider time) : SingleUseCodes(time);
