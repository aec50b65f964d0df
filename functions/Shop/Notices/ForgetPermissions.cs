using WeCommerce.Shop.Erasures;
using WeCommerce.Shop.Members;

namespace WeCommerce.Shop.Notices;

/// <summary>Who is gone is told nothing any more.</summary>
internal sealed class ForgetPermissions(NoticeBook book) : IForgetful
{
    public Task ForgetAsync(MemberId member, IReadOnlyList<AppIdentity> identities, ErasureScope scope, CancellationToken cancellation) => scope == ErasureScope.Everything
        ? book.MustChangeAllowanceAsync(member, a => a.ByTemplate.Keys.Aggregate(a, (left, template) => left.Revoked(template)).ToNobody(), cancellation)
        : Task.CompletedTask;
}
