using WeCommerce.Shop.Members;
using WeCommerce.Storage;
using WeCommerce.WeChat.Api;
using WeCommerce.WeChat.Messages;

namespace WeCommerce.Shop.Conversations;

/// <summary>What became of a customer-service message.</summary>
internal enum CustomerDelivery
{
    /// <summary>WeChat took it.</summary>
    Sent,

    /// <summary>The person has not written for too long, has had all messages that this opened, or has unfollowed: nothing was sent.</summary>
    WindowClosed,

    /// <summary>WeChat did not answer: it may have arrived, so it is not sent again.</summary>
    Unknown,

    /// <summary>WeChat does not take it, now or later: nothing was sent.</summary>
    Refused,

    /// <summary>WeChat does not take it at this moment: nothing was sent.</summary>
    TryAgain,
}

/// <summary>
/// Says something to a person who wrote or did something a moment ago (客服消息), as long as WeChat allows. What is left is kept beside the person's
/// identities and spent before the call, so that many at once never say more.
/// </summary>
internal sealed class CustomerDesk(IMessages messages, Partitions partitions, Ids ids, TimeProvider time)
{
    /// <summary>The person wrote or did something.</summary>
    /// <param name="at">When, as WeChat says.</param>
    public Task OpenAsync(AppIdentity person, CustomerOpening opening, DateTimeOffset at, CancellationToken cancellation) =>
        MustChangeAsync(person, w => w.Open(opening, at), cancellation);

    /// <summary>The person does not follow any more: nothing is said until they do something again.</summary>
    /// <param name="at">When, as WeChat says.</param>
    public Task CloseAsync(AppIdentity person, DateTimeOffset at, CancellationToken cancellation) => MustChangeAsync(person, w => w.Leave(at), cancellation);

    /// <summary>Sends a message, at most once.</summary>
    /// <exception cref="StorageUnavailableException">Nothing was sent.</exception>
    public async Task<CustomerDelivery> SendAsync(AppIdentity to, CustomerMessage message, CancellationToken cancellation)
    {
        // Who writes to so many rows of one person at once? A crowd of repetitions: one of them gets through.
        if (await ChangeAsync(to, w => w.Spend(time.GetUtcNow()), cancellation) is not { } spending)
            return CustomerDelivery.TryAgain;
        if (ReferenceEquals(spending.Before, spending.After))
            return CustomerDelivery.WindowClosed;

        var answer = await messages.SendCustomerAsync(to.AppId, to.OpenId.Value, message, cancellation);
        var delivery = answer.Match(static _ => CustomerDelivery.Sent, DeliveryOf);
        await SettleAsync(to, delivery, spending.After, cancellation);
        return delivery;
    }

    /// <summary>Forgets what may be said to a person.</summary>
    public async Task EraseAsync(AppIdentity person, CancellationToken cancellation)
    {
        var partition = Tables.Identity(person.OpenId.Value);
        if (await partitions.ReadAsync(partition, WindowRow.KeyOf(person.AppId), cancellation) is not { } row)
            return;

        row.ETag = Azure.ETag.All;
        await partitions.CommitAsync(new Commit(partition, Operation.Start(ids, time)).Delete(row), cancellation);
    }

    // What is lost here makes the shop say less than it may.
    private async Task SettleAsync(AppIdentity person, CustomerDelivery delivery, CustomerWindow spent, CancellationToken cancellation)
    {
        try
        {
            if (delivery == CustomerDelivery.WindowClosed)
                await ChangeAsync(person, w => w.Close(spent), cancellation);
            else if (delivery is CustomerDelivery.Refused or CustomerDelivery.TryAgain)
                await ChangeAsync(person, w => w.GiveBack(spent), cancellation);
        }
        catch (StorageUnavailableException)
        {
            // What became of the message is known all the same.
        }
    }

    private static CustomerDelivery DeliveryOf(ApiFailure failure) => failure switch
    {
        { MayHaveHappened: true } => CustomerDelivery.Unknown,
        { Kind: ApiFailureKind.WindowClosed or ApiFailureKind.NotFollowing } => CustomerDelivery.WindowClosed,
        { Kind: ApiFailureKind.TryAgain or ApiFailureKind.TooFrequent } => CustomerDelivery.TryAgain,
        _ => CustomerDelivery.Refused,
    };

    private async Task MustChangeAsync(AppIdentity person, Func<CustomerWindow, CustomerWindow> change, CancellationToken cancellation)
    {
        if (await ChangeAsync(person, change, cancellation) is null)
            throw new TimeoutException("Others write what may be said to a person all the time.");
    }

    /// <returns>The window before and after; the same one when nothing was to be changed. Null when too many write at once.</returns>
    private Task<Changed?> ChangeAsync(AppIdentity person, Func<CustomerWindow, CustomerWindow> change, CancellationToken cancellation)
    {
        var (partition, operation) = (Tables.Identity(person.OpenId.Value), Operation.Start(ids, time));
        return Backoff.DecideAsync<Changed?>(
            async () =>
            {
                var row = await partitions.ReadAsync(partition, WindowRow.KeyOf(person.AppId), cancellation);
                var before = row is null ? new CustomerWindow() : WindowRow.WindowOf(row);
                var after = change(before);
                return ReferenceEquals(before, after)
                    ? new(IsFinal: true, new Changed(before, after))
                    : new((await partitions.CommitAsync(new Commit(partition, operation).Put(WindowRow.Of(person.AppId, after, row?.ETag)), cancellation)).Landed, new Changed(before, after));
            },
            busy: null,
            time,
            cancellation);
    }

    private sealed record Changed(CustomerWindow Before, CustomerWindow After);
}
