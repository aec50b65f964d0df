using WeCommerce.Shop.Erasures;

namespace WeCommerce.Unit.Erasures;

public sealed class ErasureScopeTests
{
    // Codes as WeChat's table of RevokeInfo has them.
    [Theory]
    [InlineData("user_authorization_cancellation", "", ErasureScope.Everything)]
    [InlineData("user_authorization_revoke", "301", ErasureScope.Everything)]
    [InlineData("user_authorization_revoke", "", ErasureScope.Everything)]
    [InlineData("user_authorization_revoke", "2", ErasureScope.Addresses)]
    [InlineData("user_authorization_revoke", "8 6", ErasureScope.Phone | ErasureScope.Portrait)]
    [InlineData("user_authorization_revoke", "1,3,4,5,7,12,13", ErasureScope.None)]
    [InlineData("user_info_modified", "", ErasureScope.Portrait)]
    [InlineData("user_info_modified", "2", ErasureScope.Portrait | ErasureScope.Addresses)]
    internal void Of_EachEvent_IsWhatHasToGo(string kind, string codes, ErasureScope scope) => Assert.Equal(scope, ErasureScopes.Of(kind, codes));
}
