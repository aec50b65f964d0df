namespace WeCommerce.WeChat.Pay.Bills;

/// <summary>Why a bill cannot be read.</summary>
/// <param name="Line">From 1, as an editor counts.</param>
/// <param name="Column">The column's name in the bill; empty when the whole line is meant.</param>
/// <param name="What">Quotes nothing of the bill.</param>
public sealed record BillProblem(int Line, string Column, string What)
{
    /// <summary>For operators.</summary>
    public override string ToString() => Column.Length == 0 ? $"line {Line}: {What}" : $"line {Line}, {Column}: {What}";
}
