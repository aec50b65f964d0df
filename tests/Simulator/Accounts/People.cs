namespace WeCommerce.Simulator.Accounts;

/// <summary>The users, and the OpenIds by which the apps know them.</summary>
internal sealed class People(SimulatorOptions options)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Person> _byKey = [];

    public event EventHandler? Changed;

    public IReadOnlyList<Person> All
    {
        get
        {
            lock (_gate)
                return [.. _byKey.Values];
        }
    }

    public Person Add(Person person)
    {
        lock (_gate)
            _byKey[person.Key] = person;
        Changed?.Invoke(this, EventArgs.Empty);
        return person;
    }

    /// <summary>
    /// The owner of an OpenId of this app. One that this run has not seen but that has our form is welcomed, so that a shop with older data
    /// works.
    /// </summary>
    public Person? Find(string appId, string openId)
    {
        if (Person.KeyOf(appId, openId) is not { } key)
            return null;
        lock (_gate)
        {
            if (_byKey.TryGetValue(key, out var known))
                return known;
        }
        return Add(Person.Of(key, nickname: null, phone: null));
    }

    /// <summary>The app that an OpenId belongs to, and its owner.</summary>
    public (SimulatedApp App, Person Person)? Find(string? openId)
    {
        foreach (var app in options.Apps)
        {
            if (openId is not null && Find(app.AppId, openId) is { } person)
                return (app, person);
        }
        return null;
    }

    public void Load(IEnumerable<Person> people)
    {
        lock (_gate)
        {
            foreach (var person in people)
                _byKey[person.Key] = person;
        }
    }

    public void Clear()
    {
        lock (_gate)
            _byKey.Clear();
        Changed?.Invoke(this, EventArgs.Empty);
    }
}
