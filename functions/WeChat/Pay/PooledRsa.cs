using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace WeCommerce.WeChat.Pay;

/// <summary>
/// One key, imported once per thread that uses it at the same time. .NET promises no thread safety for an <see cref="RSA"/>,
/// and OpenSSL locks a shared one.
/// </summary>
internal sealed class PooledRsa(Func<RSA> import)
{
    private readonly ConcurrentBag<RSA> _idle = [];

    public TResult Use<TArgument, TResult>(TArgument argument, Func<RSA, TArgument, TResult> use)
        where TArgument : allows ref struct
    {
        var rsa = _idle.TryTake(out var idle) ? idle : import();
        try
        {
            return use(rsa, argument);
        }
        finally
        {
            _idle.Add(rsa);
        }
    }
}
