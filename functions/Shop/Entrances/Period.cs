using Microsoft.AspNetCore.Http;
using WeCommerce.Shop.Http;
using WeCommerce.Shop.Money;

namespace WeCommerce.Shop.Entrances;

/// <summary>Days of the shop, both included.</summary>
internal readonly record struct Period(DateOnly From, DateOnly To)
{
    private const int Most = 366;
    private const int Usual = 30;

    /// <summary>As the query says; the last 30 days where it does not.</summary>
    public static Result<Period> Of(IQueryCollection query, TimeProvider time)
    {
        var to = QueryText.DayOrToday($"{query["to"]}", time, "to");
        if (to.Problem is { } noEnd)
            return noEnd;
        var from = $"{query["from"]}" is { Length: > 0 } text ? QueryText.Day(text, "from") : to.Value.AddDays(1 - Usual);
        if (from.Problem is { } noBegin)
            return noBegin;
        if (from.Value > to.Value || to.Value.DayNumber - from.Value.DayNumber >= Most)
            return Problem.Malformed("from", $"From a day to a later one, at most {Most} days.");
        return new Period(from.Value, to.Value);
    }
}
