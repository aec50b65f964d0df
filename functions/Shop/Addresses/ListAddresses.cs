using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using WeCommerce.Shop.Http;

namespace WeCommerce.Shop.Addresses;

/// <summary>The member's addresses.</summary>
internal sealed class ListAddresses(AddressBook book)
{
    [Function(nameof(ListAddresses))]
    [Answer<Page<AddressView>>(200, "The member's addresses")]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/me/addresses")] HttpRequest http, CancellationToken cancellation) =>
        Answers.Of<Page<AddressView>>(new Page<AddressView>([.. (await book.ReadAsync(http.Session().MemberId, cancellation)).Select(AddressView.Of)]));
}
