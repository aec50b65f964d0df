using System.Linq.Expressions;
using System.Text;
using FluentValidation;
using WeCommerce.WeChat.Messages;

namespace WeCommerce.Shop.Conversations;

/// <summary>A reply as an operator sends it: each kind says what it needs and nothing else.</summary>
/// <param name="Content">Of Text: at most 2,048 bytes.</param>
/// <param name="MediaId">Of Image: a picture that WeChat keeps.</param>
/// <param name="Title">Of Article and Card.</param>
/// <param name="Url">Of Article: where a tap leads.</param>
/// <param name="AppId">Of Card: the mini-program that a tap opens.</param>
internal sealed record ReplyRequest(
    ReplyKind? Kind = null,
    string? Content = null,
    string? MediaId = null,
    string? Title = null,
    string? Description = null,
    string? Url = null,
    string? PictureUrl = null,
    string? AppId = null,
    string? PagePath = null,
    string? ThumbMediaId = null)
{
    public Reply ToReply() => (Kind ?? default) switch
    {
        ReplyKind.Text => new Reply.Text(Content ?? ""),
        ReplyKind.Image => new Reply.Image(MediaId ?? ""),
        ReplyKind.Article => new Reply.Article(Title ?? "", Description ?? "", Url ?? "", PictureUrl ?? ""),
        ReplyKind.Card => new Reply.Card(Title ?? "", AppId ?? "", PagePath ?? "", ThumbMediaId ?? ""),
        ReplyKind.Human => new Reply.Human(),
        ReplyKind.OrderStatus => new Reply.OrderStatus(),
    };
}

internal sealed class ReplyRequestRules : AbstractValidator<ReplyRequest>
{
    /// <summary>In bytes, as all of these.</summary>
    private const int MostOfATitle = 192;

    private const int MostOfADescription = 512;
    private const int MostOfAnId = 128;
    private const int MostOfAUrl = 1024;

    public ReplyRequestRules()
    {
        RuleFor(r => r.Kind).NotNull();
        Of(r => r.Content, CustomerMessage.Text.MostBytes, ReplyKind.Text);
        Of(r => r.MediaId, MostOfAnId, ReplyKind.Image);
        Of(r => r.Title, MostOfATitle, ReplyKind.Article, ReplyKind.Card);
        Of(r => r.Description, MostOfADescription, ReplyKind.Article);
        Of(r => r.Url, MostOfAUrl, ReplyKind.Article);
        Of(r => r.PictureUrl, MostOfAUrl, ReplyKind.Article);
        Of(r => r.AppId, MostOfAnId, ReplyKind.Card);
        Of(r => r.PagePath, MostOfAUrl, ReplyKind.Card);
        Of(r => r.ThumbMediaId, MostOfAnId, ReplyKind.Card);
        RuleFor(r => r.Url).Must(IsUrl).When(r => !string.IsNullOrEmpty(r.Url)).WithMessage("An address begins with http.");
        RuleFor(r => r.PictureUrl).Must(IsUrl).When(r => !string.IsNullOrEmpty(r.PictureUrl)).WithMessage("An address begins with http.");
    }

    private void Of(Expression<Func<ReplyRequest, string?>> field, int mostBytes, params ReplyKind[] kinds)
    {
        RuleFor(field).Must(IsText).When(r => r.Kind is { } kind && kinds.Contains(kind)).WithMessage("Needed, and readable text.");
        RuleFor(field).Must(t => t is null || Encoding.UTF8.GetByteCount(t) <= mostBytes).WithMessage($"At most {mostBytes} bytes.");
        RuleFor(field).Null().When(r => r.Kind is { } kind && !kinds.Contains(kind)).WithMessage("Not of this kind.");
    }

    // What XML cannot say, no reply can.
    private static bool IsText(string? text) => !string.IsNullOrWhiteSpace(text) && text.All(static c => c is '\n' or '\r' or '\t' || (!char.IsControl(c) && c is not ('\uffff' or '\ufffe')));

    private static bool IsUrl(string? text) => Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https";
}
