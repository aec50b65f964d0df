namespace WeCommerce.Shop.Http;

/// <summary>A list, and where it goes on; <c>next</c> is absent at its end.</summary>
internal sealed record Page<T>(IReadOnlyList<T> Items, string? Next = null)
{
    public Page<TOther> Map<TOther>(Func<T, TOther> map) => new([.. Items.Select(map)], Next);
}

/// <summary>How much of a list one request looks at.</summary>
internal static class Paging
{
    public const int Size = 20;

    private const int MostOfARareKind = 200;

    /// <summary>How many rows to read: one more than is looked at, where the next page begins. What is rare is looked for further.</summary>
    public static int Rows(bool isRare) => (isRare ? MostOfARareKind : Size) + 1;

    /// <summary>The page in what was read. One of a rare kind may not be full; a full one may end before what was read.</summary>
    /// <param name="read">At most <see cref="Rows"/>, in order.</param>
    /// <param name="isRare">Whether not everything that was read is wanted.</param>
    /// <param name="isWanted">Whether one belongs to the list.</param>
    /// <param name="keyOf">What the next page is asked for by.</param>
    public static Page<T> Cut<T>(IReadOnlyList<T> read, bool isRare, Func<T, bool> isWanted, Func<T, string> keyOf)
    {
        var items = new List<T>();
        var seen = 0;
        while (seen < read.Count && seen < Rows(isRare) - 1 && items.Count < Size)
        {
            if (isWanted(read[seen]))
                items.Add(read[seen]);
            seen++;
        }
        return new(items, seen < read.Count ? keyOf(read[seen]) : null);
    }
}
