namespace WeCommerce.Simulator.Books;

/// <summary>Entries by their key, each changed by one caller at a time.</summary>
internal class Book<T>(Func<T, string> keyOf)
    where T : class
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, T> _entries = [];

    public event EventHandler? Changed;

    public IReadOnlyList<T> All
    {
        get
        {
            lock (_gate)
                return [.. _entries.Values];
        }
    }

    public T? Find(string key)
    {
        lock (_gate)
            return _entries.GetValueOrDefault(key);
    }

    public T Put(T entry)
    {
        lock (_gate)
            _entries[keyOf(entry)] = entry;
        Changed?.Invoke(this, EventArgs.Empty);
        return entry;
    }

    /// <summary>Puts in what <paramref name="decide"/> makes of the entry that is there; null leaves it as it is.</summary>
    public TResult Change<TResult>(string key, Func<T?, (T? Entry, TResult Result)> decide)
    {
        TResult result;
        lock (_gate)
        {
            (var entry, result) = decide(_entries.GetValueOrDefault(key));
            if (entry is null)
                return result;
            _entries[keyOf(entry)] = entry;
        }
        Changed?.Invoke(this, EventArgs.Empty);
        return result;
    }

    public void Remove(string key)
    {
        lock (_gate)
            _entries.Remove(key);
        Changed?.Invoke(this, EventArgs.Empty);
    }

    public void Load(IEnumerable<T> saved)
    {
        lock (_gate)
        {
            foreach (var entry in saved)
                _entries[keyOf(entry)] = entry;
        }
    }

    public void Clear()
    {
        lock (_gate)
            _entries.Clear();
        Changed?.Invoke(this, EventArgs.Empty);
    }
}
