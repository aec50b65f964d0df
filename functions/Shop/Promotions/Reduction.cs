using FluentValidation;
using WeCommerce.Shop.Money;

namespace WeCommerce.Shop.Promotions;

internal enum ReductionKind
{
    /// <summary>满减: an amount.</summary>
    AmountOff,

    /// <summary>折扣: a part of the price.</summary>
    PercentOff,

    /// <summary>包邮: the freight.</summary>
    FreeFreight,
}

/// <summary>What a discount takes off.</summary>
internal sealed record Reduction(ReductionKind Kind)
{
    /// <summary>Of <see cref="ReductionKind.AmountOff"/>.</summary>
    public Fen AmountFen { get; init; }

    /// <summary>Of <see cref="ReductionKind.PercentOff"/>, 1 to 99: 20 is 8折.</summary>
    public int PercentOff { get; init; }

    /// <summary>No more than this; null for no cap (封顶).</summary>
    public Fen? MostFen { get; init; }

    /// <summary>What comes off this much of goods, or of freight: a part of a fen stays on.</summary>
    public Fen Of(Fen whole)
    {
        var off = Kind switch
        {
            ReductionKind.AmountOff => AmountFen,
            ReductionKind.PercentOff => new Fen((long)((Int128)whole.Value * PercentOff / 100)),
            ReductionKind.FreeFreight => whole,
        };
        off = MostFen < off ? MostFen.Value : off;
        return off < whole ? off : whole;
    }
}

/// <summary>A reduction as an operator sends it.</summary>
internal interface IReductionRequest
{
    ReductionKind? Kind { get; }

    long? AmountFen { get; }

    int? PercentOff { get; }

    long? MostFen { get; }

    public Reduction ToReduction() => new(Kind ?? default)
    {
        AmountFen = new Fen(AmountFen ?? 0),
        PercentOff = PercentOff ?? 0,
        MostFen = MostFen is { } most ? new Fen(most) : null,
    };
}

internal static class ReductionRules
{
    /// <summary>Amounts of more than a million yuan are mistakes.</summary>
    public const long MostFen = 100_000_000;

    /// <summary>Each kind says what it needs and nothing else.</summary>
    public static void AddReduction<T>(this AbstractValidator<T> rules)
        where T : IReductionRequest
    {
        rules.RuleFor(r => r.Kind).NotNull();
        rules.RuleFor(r => r.AmountFen).NotNull().InclusiveBetween(1, MostFen).When(r => r.Kind == ReductionKind.AmountOff);
        rules.RuleFor(r => r.AmountFen).Null().When(r => r.Kind is not (null or ReductionKind.AmountOff)).WithMessage("Only AmountOff has an amount.");
        rules.RuleFor(r => r.PercentOff).NotNull().InclusiveBetween(1, 99).When(r => r.Kind == ReductionKind.PercentOff);
        rules.RuleFor(r => r.PercentOff).Null().When(r => r.Kind is not (null or ReductionKind.PercentOff)).WithMessage("Only PercentOff has a percentage.");
        rules.RuleFor(r => r.MostFen).InclusiveBetween(1, MostFen);
        rules.RuleFor(r => r.MostFen).Null().When(r => r.Kind == ReductionKind.AmountOff).WithMessage("An amount is its own cap.");
    }
}
