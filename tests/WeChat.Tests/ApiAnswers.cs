using WeCommerce.WeChat.Api;

namespace WeCommerce.WeChat.Tests;

internal static class ApiAnswers
{
    public static T Value<T>(ApiAnswer<T> answer)
        where T : class =>
        Assert.IsType<ApiAnswer<T>.Success>(answer).Value;

    public static ApiFailure Failure<T>(ApiAnswer<T> answer)
        where T : class =>
        Assert.IsType<ApiAnswer<T>.Failure>(answer).Error;
}
