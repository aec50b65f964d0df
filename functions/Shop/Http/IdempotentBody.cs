using System.Security.Cryptography;
using System.Text.Json;

namespace WeCommerce.Shop.Http;

internal static class IdempotentBody
{
    /// <summary>Tells two requests under one key apart: SHA-256 of the request as it was understood, so that white space does not count.</summary>
    public static string Hash<T>(T request) => Convert.ToHexString(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(request, Answers.Json)));
}
