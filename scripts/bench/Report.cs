namespace WeCommerce.Bench;

/// <summary>Prints what was measured as it comes, and at the end which goals are met.</summary>
internal sealed class Report
{
    private readonly List<(string What, double Value, string Wanted, bool Met)> _goals = [];

    public void Head(string title, params string[] columns)
    {
        Console.WriteLine($"\n{title}");
        Row(columns);
    }

    public void Row(params string[] cells) => Console.WriteLine($"  {cells[0],-20}{string.Concat(cells.Skip(1).Select(cell => $"{cell,12}"))}");

    public void Goal(string what, double value, string wanted, bool met) => _goals.Add((what, value, wanted, met));

    /// <returns>Whether all goals are met.</returns>
    public bool Finish()
    {
        Console.WriteLine("\nGoals");
        foreach (var (what, value, wanted, met) in _goals)
            Console.WriteLine($"  {(met ? "ok    " : "MISSED")}  {what,-62} {value,8:0.00}  (goal {wanted})");
        var missed = _goals.Count(g => !g.Met);
        Console.WriteLine(missed == 0 ? "\nAll goals are met." : $"\n{missed} of {_goals.Count} goals missed.");
        return missed == 0;
    }
}
