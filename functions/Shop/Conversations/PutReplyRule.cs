using FluentValidation;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using WeCommerce.Shop.Catalog;
using WeCommerce.Shop.Coupons;
using WeCommerce.Shop.Http;
using WeCommerce.Shop.LiveSets;
using WeCommerce.Shop.Pushes;

namespace WeCommerce.Shop.Conversations;

/// <summary>Makes a rule of replies, or changes it. What came before is answered as it was to be then.</summary>
internal sealed class PutReplyRule(ReplyRules rules, PushApps apps, CouponOffers offers)
{
    private const int MostTexts = 50;
    private const int MostOfAText = 64;
    private const int MostPriority = 1000;

    private static readonly Rules Validator = new();

    [Function(nameof(PutReplyRule))]
    [Operator]
    [Answer<ReplyRule>(200, "The rule as it is now", Body = typeof(Request))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "v1/ops/reply-rules/{ruleId}")] HttpRequest http, string ruleId, CancellationToken cancellation) =>
        http.HandleAsync<Request, ReplyRule>(Validator, request => HandleAsync(ruleId, request, cancellation));

    private async Task<Result<ReplyRule>> HandleAsync(string ruleId, Request request, CancellationToken cancellation)
    {
        if (!ReplyRuleId.TryParse(ruleId, out var id))
            return Problem.Malformed("ruleId", CatalogId.Rule);
        if (apps.Find(request.App ?? "") is not { } app)
            return Problem.Invalid("app", "The shop has no such app.");

        var rule = request.ToRule(id);
        if (FaultOf(rule, app) is { } fault)
            return fault;
        if (rule.CouponOfferId is { } offer && await offers.FindAsync(offer, cancellation) is not { Channel: CouponChannel.Follow })
            return Problem.Invalid("couponOfferId", "There is no such offer for those who follow.");
        return await rules.PutAsync(id.Value, _ => new LiveSetChange<ReplyRule>(rule), cancellation);
    }

    private static Problem? FaultOf(ReplyRule rule, PushApp app) => rule switch
    {
        { When.Kind: ReplyOccasion.Follow or ReplyOccasion.Click or ReplyOccasion.Scan } when !app.IsOfficial =>
            Problem.Invalid("when.kind", "Only official accounts have followers, menus and codes of this kind."),
        { When.Kind: ReplyOccasion.Enter } when app.IsOfficial => Problem.Invalid("when.kind", "Only a mini-program's customer service is entered."),
        { Reply: Reply.Card { AppId: var other } } when !app.IsOfficial && other != app.AppId =>
            Problem.Invalid("reply.appId", "A mini-program sends cards of its own only."),
        _ => null,
    };

    /// <param name="App">The app's name in the settings.</param>
    /// <param name="CouponOfferId">What who follows is given, once for ever: an offer of channel Follow.</param>
    /// <param name="Priority">0 to 1000; 0 unless given. Of two rules that fit, the one with the higher number is taken.</param>
    /// <param name="IsOn">Yes unless said otherwise.</param>
    internal sealed record Request(string? App, WhenRequest? When, ReplyRequest? Reply, string? CouponOfferId, int? Priority, bool? IsOn)
    {
        public ReplyRule ToRule(ReplyRuleId id) => new()
        {
            RuleId = id,
            App = App ?? "",
            When = new(When?.Kind ?? default, [.. (When?.Texts ?? []).Select(t => t.Trim())], When?.Match ?? TextMatch.Exact),
            Reply = (Reply ?? new()).ToReply(),
            CouponOfferId = Coupons.CouponOfferId.TryParse(CouponOfferId, out var offer) ? offer : null,
            Priority = Priority ?? 0,
            IsOn = IsOn ?? true,
        };
    }

    /// <param name="Texts">Up to 50 of up to 64 characters. Needed for Keyword; of the others, none is any.</param>
    /// <param name="Match">Exact unless given.</param>
    internal sealed record WhenRequest(ReplyOccasion? Kind, IReadOnlyList<string>? Texts, TextMatch? Match);

    private sealed class Rules : AbstractValidator<Request>
    {
        public Rules()
        {
            RuleFor(r => r.App).NotEmpty();
            RuleFor(r => r.When).NotNull().ChildRules(when =>
            {
                when.RuleFor(w => w!.Kind).NotNull();
                when.RuleFor(w => w!.Texts).Must(t => t is null or { Count: <= MostTexts }).WithMessage($"At most {MostTexts} texts.");
                when.RuleFor(w => w!.Texts).NotEmpty().When(w => w!.Kind == ReplyOccasion.Keyword);
                when.RuleFor(w => w!.Texts).Empty().When(w => w!.Kind == ReplyOccasion.Default).WithMessage("The default is for any message.");
                when.RuleForEach(w => w!.Texts).Must(t => t?.Trim() is { Length: > 0 and <= MostOfAText }).WithMessage($"A text has 1 to {MostOfAText} characters.");
            });
            RuleFor(r => r.Reply).NotNull().SetValidator(new ReplyRequestRules()!);
            // Of events WeChat takes no transfer.
            RuleFor(r => r.Reply!.Kind).NotEqual(ReplyKind.Human).When(r => r.When?.Kind is not (null or ReplyOccasion.Keyword or ReplyOccasion.Default) && r.Reply is not null)
                .WithMessage("Only who writes is handed on to a human.");
            RuleFor(r => r.CouponOfferId).Must(CatalogId.Looks).When(r => r.CouponOfferId is not null).WithMessage(CatalogId.Rule);
            RuleFor(r => r.CouponOfferId).Null().When(r => r.When?.Kind is not (null or ReplyOccasion.Follow)).WithMessage("Only who follows is given a coupon.");
            RuleFor(r => r.Priority).InclusiveBetween(0, MostPriority);
        }
    }
}
