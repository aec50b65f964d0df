using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using WeCommerce.Shop.Http;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Addresses;

/// <summary>Adds an address to the member's book. The first one is the default. The same address twice is one.</summary>
internal sealed class AddAddress(AddressBook book, Ids ids)
{
    private static readonly AddressRequestRules Validator = new();

    [Function(nameof(AddAddress))]
    [Answer<AddressView>(201, "The new address", Body = typeof(AddressRequest))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/me/addresses")] HttpRequest http, CancellationToken cancellation) =>
        http.HandleAsync<AddressRequest, AddressView>(
            Validator, request => HandleAsync(http.Session(), request, cancellation), StatusCodes.Status201Created);

    private async Task<Result<AddressView>> HandleAsync(Session session, AddressRequest request, CancellationToken cancellation)
    {
        var added = new BookedAddress { AddressId = ids.Random(8), Address = request.ToAddress(), IsDefault = request.IsDefault };
        var result = await book.ChangeAsync(
            session.MemberId,
            addresses =>
            {
                if (addresses.Find(a => a.Address == added.Address) is { } same)
                    return same;
                if (addresses.Count >= AddressBook.Most)
                    return Problem.Conflict("ADDRESS_BOOK_FULL", $"A member has at most {AddressBook.Most} addresses.");

                addresses.Add(added);
                return added with { IsDefault = added.IsDefault || addresses.Count == 1 };
            },
            cancellation);
        return result.Map(AddressView.Of);
    }
}
