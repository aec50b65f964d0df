using WeCommerce.Shop.Http;
using WeCommerce.WeChat.Api;

namespace WeCommerce.Shop.Entrances;

internal static class EntranceProblems
{
    public static Problem NotFound { get; } = Problem.NotFound("ENTRANCE_NOT_FOUND", "There is no such entrance.");

    public static Problem NoPicture { get; } = Problem.Conflict("NO_CODE_PICTURE", "WeChat draws the codes of mini-programs only; of others take url.");

    public static Problem TooMany(int most) => Problem.Conflict("TOO_MANY_ENTRANCES", $"A shop has at most {most} entrances.");

    public static Problem KindStays { get; } = Problem.Invalid("kind", "An entrance stays what it is; make another one.");

    public static Problem PosterNotFound { get; } = Problem.NotFound("CODE_NOT_FOUND", "This shop gave out no such code.");

    /// <summary>WeChat draws no code.</summary>
    public static Problem Of(ApiFailure failure) => failure.MayPass
        ? Problem.Busy("WECHAT_UNAVAILABLE", "WeChat does not draw it at this moment; try again.")
        : Problem.Conflict("WECHAT_REFUSED", $"WeChat does not draw it (errcode {failure.ErrCode}).");
}
