using Microsoft.Extensions.DependencyInjection;
using WeCommerce.Shop.Members;
using WeCommerce.Shop.Reminders;
using WeCommerce.Testing;

namespace WeCommerce.Slices.Reminders;

public sealed class ReminderTests(Azurite azurite) : ShopTests(azurite)
{
    [Fact]
    public async Task AReminderThatIsFiledAgain_IsOne()
    {
        Assert.True(MemberId.TryParse((await Shop.LogInAsync()).MemberId, out var member));
        await using var scope = Shop.Services.CreateAsyncScope();
        var book = scope.ServiceProvider.GetRequiredService<ReminderBook>();
        var remind = new Remind(member, ReminderKind.GroupNearlyFull, "group-1");

        await Task.WhenAll(book.FileAsync(remind), book.FileAsync(remind));
        Shop.Time.Advance(TimeSpan.FromHours(1));
        await book.FileAsync(remind);
        await book.FileAsync(remind with { Kind = ReminderKind.GroupExpiring });

        var rows = (await StoredRows.AllAsync(Shop.ConnectionString)).Where(r => r.Row.RowKey.StartsWith("reminder!", StringComparison.Ordinal)).ToList();
        Assert.Equal(["reminder!GroupExpiring!group-1", "reminder!GroupNearlyFull!group-1"], rows.Select(r => r.Row.RowKey).Order(StringComparer.Ordinal));
        Assert.All(rows, r => Assert.Equal(member.Value, r.Row.PartitionKey));
    }
}
