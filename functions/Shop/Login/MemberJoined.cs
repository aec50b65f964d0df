using WeCommerce.Shop.Members;

namespace WeCommerce.Shop.Login;

/// <summary>Somebody logged in for the first time: once for each member, whatever apps and repetitions.</summary>
internal sealed record MemberJoined(MemberId MemberId, DateTimeOffset At);
