using Microsoft.Extensions.DependencyInjection;
using WeCommerce.Shop.Money;
using WeCommerce.Shop.Reconciliation;
using WeCommerce.Testing;

namespace WeCommerce.Slices.Reconciliation;

public sealed class ReportBookTests(Azurite azurite) : ShopTests(azurite)
{
    private static readonly DateOnly Day = new(2026, 11, 11);

    private ReportBook Reports => Shop.Services.GetRequiredService<ReportBook>();

    // A transaction holds a hundred rows.
    [Fact]
    public async Task HundredsOfDifferences_AreWritten_Replaced_AndSaidWhenTheyVanish()
    {
        Assert.Empty(await Reports.WriteDifferencesAsync(Day, "1", [.. Enumerable.Range(0, 250).Select(Some)], default));
        Assert.Equal(250, (await Reports.ReadDifferencesAsync(Day, "1", default)).Count);

        var vanished = await Reports.WriteDifferencesAsync(Day, "2", [.. Enumerable.Range(100, 250).Select(Some)], default);
        await Reports.RemoveOthersAsync(Day, "2", default);

        Assert.Equal(Enumerable.Range(0, 100).Select(n => Some(n).Id).Order(), vanished.Order());
        Assert.Equal(Enumerable.Range(100, 250).Select(n => Some(n).Id).Order(), (await Reports.ReadDifferencesAsync(Day, "2", default)).Select(d => d.Id).Order());
        Assert.Empty(await Reports.ReadDifferencesAsync(Day, "1", default));
        Assert.Equal(Some(100), await Reports.FindDifferenceAsync(Day, "2", Some(100).Id, default));
        Assert.Null(await Reports.FindDifferenceAsync(Day, "2", "Amount/../1", default));
    }

    [Fact]
    public async Task OlderRun_ChangesNothingAnyMore()
    {
        var old = await Reports.BeginAsync(Day, "1", default);
        var current = await Reports.BeginAsync(Day, "2", default);

        Assert.Null(await Reports.BeginAsync(Day, "1", default));
        Assert.False(await Reports.UpdateAsync(old! with { State = ReportState.Failed }, default));
        Assert.Equal(current, await Reports.ReadAsync(Day, default));
        Assert.True(await Reports.UpdateAsync(current! with { State = ReportState.Done }, default));
        Assert.Equal(ReportState.Done, (await Reports.ReadAsync(Day, default))?.State);
    }

    private static Difference Some(int n) => new(
        $"MissingHere-{n:000}", DifferenceClass.MissingHere, $"{n}", $"{n}", null, null, new Fen(n), "微信账单有一笔收款，商城账本没有。", "补单", CanTake: true);
}
