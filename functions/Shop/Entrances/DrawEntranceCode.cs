using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using WeCommerce.Shop.Http;
using WeCommerce.WeChat.Api;
using WeCommerce.WeChat.Codes;

namespace WeCommerce.Shop.Entrances;

/// <summary>The code of an entrance into a mini-program, as WeChat draws it.</summary>
internal sealed class DrawEntranceCode(EntranceSet entrances, ICodes codes)
{
    private const int UsualWidth = 430;

    [Function(nameof(DrawEntranceCode))]
    [Operator]
    [Answer<Nothing>(200, "A PNG or JPEG picture; width 280 to 1280, 430 unless said", Query = "width")]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/ops/entrances/{entranceId}/code")] HttpRequest http,
        string entranceId,
        CancellationToken cancellation)
    {
        var picture = await HandleAsync(entranceId, $"{http.Query["width"]}", cancellation);
        return picture.Problem is { } problem ? Answers.Of(problem) : Results.Bytes(picture.Value.Bytes, picture.Value.MediaType);
    }

    private async Task<Result<CodePicture>> HandleAsync(string entranceId, string width, CancellationToken cancellation)
    {
        var pixels = UsualWidth;
        if (width.Length > 0
            && !(int.TryParse(width, CultureInfo.InvariantCulture, out pixels) && pixels is >= CodeRules.LeastWidth and <= CodeRules.MostWidth))
        {
            return Problem.Malformed("width", $"{CodeRules.LeastWidth} to {CodeRules.MostWidth}.");
        }
        if (!EntranceId.TryParse(entranceId, out var id) || (await entrances.ReadAsync(cancellation)).Find(id) is not { } entrance)
            return EntranceProblems.NotFound;
        if (entrance.Kind != EntranceKind.MiniProgramCode)
            return EntranceProblems.NoPicture;

        var drawn = await codes.DrawCodeAsync(entrance.AppId, id.Value, entrance.Page, pixels, cancellation);
        return drawn.Match<Result<CodePicture>>(picture => picture, failure => EntranceProblems.Of(failure));
    }
}
