using FluentValidation;

namespace WeCommerce.Shop.Addresses;

/// <summary>An address as a client sends it.</summary>
internal sealed record AddressRequest(
    string? Recipient, string? Phone, string? Province, string? City, string? District, string? Detail, bool IsDefault)
{
    public Address ToAddress() => new()
    {
        Recipient = Recipient,
        Phone = Phone,
        Province = Province,
        City = City,
        District = District,
        Detail = Detail,
    };

    public override string ToString() => nameof(AddressRequest);
}

internal sealed class AddressRequestRules : AbstractValidator<AddressRequest>
{
    public AddressRequestRules() => RuleFor(r => r).Custom((request, context) =>
    {
        foreach (var fault in new AddressRules().Validate(request.ToAddress()).Errors)
            context.AddFailure(fault);
    });
}

/// <summary>An address as a client sees it: only ever its owner.</summary>
internal sealed record AddressView(
    string AddressId, string? Recipient, string? Phone, string? Province, string? City, string? District, string? Detail, bool IsDefault)
{
    public static AddressView Of(BookedAddress a) => new(
        a.AddressId, a.Address.Recipient, a.Address.Phone, a.Address.Province, a.Address.City, a.Address.District, a.Address.Detail, a.IsDefault);

    public override string ToString() => nameof(AddressView);
}
