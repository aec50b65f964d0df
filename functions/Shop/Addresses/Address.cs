using FluentValidation;

namespace WeCommerce.Shop.Addresses;

/// <summary>Where goods go (收货地址).</summary>
internal sealed record Address
{
    public string? Recipient { get; init; }

    /// <summary>A phone number of mainland China, Hong Kong, Macau or Taiwan, with or without country code.</summary>
    public string? Phone { get; init; }

    /// <summary>省.</summary>
    public string? Province { get; init; }

    /// <summary>市.</summary>
    public string? City { get; init; }

    /// <summary>区县.</summary>
    public string? District { get; init; }

    /// <summary>Street, house, room.</summary>
    public string? Detail { get; init; }

    // Where somebody lives stands in no log.
    public override string ToString() => nameof(Address);
}

internal sealed class AddressRules : AbstractValidator<Address>
{
    public AddressRules()
    {
        RuleFor(a => a.Recipient).NotEmpty().MaximumLength(32);
        RuleFor(a => a.Phone).NotEmpty().Matches(@"^\+?[0-9][0-9\- ]{5,18}[0-9]$").WithMessage("A phone number is required.");
        RuleFor(a => a.Province).NotEmpty().MaximumLength(32);
        RuleFor(a => a.City).NotEmpty().MaximumLength(32);
        RuleFor(a => a.District).MaximumLength(32);
        RuleFor(a => a.Detail).NotEmpty().MaximumLength(200);
    }
}
