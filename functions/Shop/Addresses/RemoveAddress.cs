using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using WeCommerce.Shop.Http;

namespace WeCommerce.Shop.Addresses;

/// <summary>Takes an address out of the member's book.</summary>
internal sealed class RemoveAddress(AddressBook book)
{
    [Function(nameof(RemoveAddress))]
    [Answer<Nothing>(204, "The address is gone")]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "v1/me/addresses/{addressId}")] HttpRequest http,
        string addressId,
        CancellationToken cancellation) =>
        Answers.Of(HandleAsync(http.Session(), addressId, cancellation));

    private async Task<Result<Nothing>> HandleAsync(Session session, string addressId, CancellationToken cancellation)
    {
        var result = await book.ChangeAsync(
            session.MemberId,
            addresses =>
            {
                if (addresses.Find(a => a.AddressId == addressId) is not { } removed)
                    return AddressBook.Unknown;

                addresses.Remove(removed);
                return removed;
            },
            cancellation);
        return result.Map(_ => default(Nothing));
    }
}
