using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using WeCommerce.Shop.Http;

namespace WeCommerce.Shop.Members;

/// <summary>What the shop knows about the member who asks.</summary>
internal sealed class GetProfile(Profiles profiles)
{
    [Function(nameof(GetProfile))]
    [Answer<MemberView>(200, "The member's profile")]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/me")] HttpRequest http, CancellationToken cancellation)
    {
        var member = http.Session().MemberId;
        return Answers.Of<MemberView>(MemberView.Of(member, await profiles.ReadAsync(member, cancellation)));
    }
}
