using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using WeCommerce.Shop.Http;

namespace WeCommerce.Shop.Addresses;

/// <summary>Replaces an address of the member's book. Orders keep the address that they were placed with.</summary>
internal sealed class ChangeAddress(AddressBook book)
{
    private static readonly AddressRequestRules Validator = new();

    [Function(nameof(ChangeAddress))]
    [Answer<AddressView>(200, "The address as it is now", Body = typeof(AddressRequest))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "v1/me/addresses/{addressId}")] HttpRequest http,
        string addressId,
        CancellationToken cancellation) =>
        http.HandleAsync<AddressRequest, AddressView>(Validator, request => HandleAsync(http.Session(), addressId, request, cancellation));

    private async Task<Result<AddressView>> HandleAsync(Session session, string addressId, AddressRequest request, CancellationToken cancellation)
    {
        var result = await book.ChangeAsync(
            session.MemberId,
            addresses =>
            {
                var at = addresses.FindIndex(a => a.AddressId == addressId);
                if (at < 0)
                    return AddressBook.Unknown;

                // The default stays the default until another takes its place.
                addresses[at] = addresses[at] with { Address = request.ToAddress(), IsDefault = request.IsDefault || addresses[at].IsDefault };
                return addresses[at];
            },
            cancellation);
        return result.Map(AddressView.Of);
    }
}
