using Azure.Data.Tables;
using WeCommerce.Shop.Http;
using WeCommerce.Shop.Pushes;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Menus;

/// <summary>The official accounts' menus, each in a partition of its own.</summary>
internal sealed class MenuBook(PushApps apps, Partitions partitions, EffectRunner effects, Ids ids, TimeProvider time)
{
    private const string Row = "menu";

    private static readonly Problem NoAccount = Problem.NotFound("OFFICIAL_ACCOUNT_NOT_FOUND", "The shop has no such official account.");

    public Result<PushApp> AccountOf(string app) => apps.Find(app) is { IsOfficial: true } account ? account : NoAccount;

    public async Task<StoredMenu?> ReadAsync(string app, CancellationToken cancellation) =>
        await partitions.ReadAsync(Tables.MenuOf(app), Row, cancellation) is { } row ? new(row.ReadJson<ShopMenu>("Menu"), row.ETag) : null;

    /// <summary>Puts a menu in place of the one before; WeChat is told by an effect.</summary>
    public Task<Result<ShopMenu>> PutAsync(ShopMenu menu, CancellationToken cancellation)
    {
        var (partition, operation) = (Tables.MenuOf(menu.App), Operation.Start(ids, time));
        var wakeUp = effects.WakeUpAsync(partition, operation, cancellation);
        return Backoff.DecideAsync<Result<ShopMenu>>(
            async () =>
            {
                var reading = ReadAsync(menu.App, cancellation);
                await Task.WhenAll(wakeUp, reading);
                var commit = new Commit(partition, operation).Put(RowOf(menu, (await reading)?.ETag)).Effect(new PublishMenu(menu.App));
                return new((await partitions.CommitAsync(commit, cancellation)).Landed, menu);
            },
            Problem.Busy(),
            time,
            cancellation);
    }

    /// <summary>Notes what became of a menu.</summary>
    /// <returns>False when there is another one by now.</returns>
    public async Task<bool> SettleAsync(StoredMenu told, ShopMenu settled, CancellationToken cancellation) => (await partitions.CommitAsync(
        new Commit(Tables.MenuOf(settled.App), Operation.Start(ids, time)).Replace(RowOf(settled, told.ETag)), cancellation)).Landed;

    private static TableEntity RowOf(ShopMenu menu, Azure.ETag? etag)
    {
        var row = Rows.New(Row).WithJson("Menu", menu);
        row.ETag = etag ?? default;
        return row;
    }
}

/// <summary>A menu, with what the next write of it must find.</summary>
internal sealed record StoredMenu(ShopMenu Menu, Azure.ETag ETag);
