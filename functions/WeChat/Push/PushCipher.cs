using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace WeCommerce.WeChat.Push;

/// <summary>
/// 消息加解密: AES-256-CBC over 16 random bytes, the message's length in bytes (4, big endian), the message and the receive-id,
/// padded as PKCS#7 with a block of 32 bytes.
/// </summary>
public static class PushCipher
{
    /// <summary>Length of an EncodingAESKey.</summary>
    public const int EncodingAesKeyLength = 43;

    private const int RandomBytes = 16;
    private const int HeadBytes = RandomBytes + 4;

    // .NET's own padding stops at 16.
    private const int BlockBytes = 32;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The 32 bytes of an EncodingAESKey. Its last character may have bits that do not count, as WeChat's own sample has.</summary>
    public static bool TryReadKey(string encodingAesKey, [NotNullWhen(true)] out byte[]? key)
    {
        var bytes = new byte[33];
        key = encodingAesKey.Length == EncodingAesKeyLength && Convert.TryFromBase64String(encodingAesKey + "=", bytes, out var length) && length == 32
            ? bytes[..32]
            : null;
        return key is not null;
    }

    /// <summary>Base64 of an encrypted message.</summary>
    /// <param name="key">32 bytes.</param>
    /// <param name="random16">16 bytes, new for each message.</param>
    /// <param name="message">Any text.</param>
    /// <param name="receiveId">Whom it is for, or from in replies.</param>
    public static string Encrypt(byte[] key, ReadOnlySpan<byte> random16, string message, string receiveId)
    {
        var text = Encoding.UTF8.GetBytes(message);
        var receiver = Encoding.UTF8.GetBytes(receiveId);
        var length = HeadBytes + text.Length + receiver.Length;
        var padding = BlockBytes - length % BlockBytes;
        var plain = new byte[length + padding];
        random16[..RandomBytes].CopyTo(plain);
        BinaryPrimitives.WriteInt32BigEndian(plain.AsSpan(RandomBytes), text.Length);
        text.CopyTo(plain, HeadBytes);
        receiver.CopyTo(plain, HeadBytes + text.Length);
        plain.AsSpan(length).Fill((byte)padding);
        using var aes = Aes.Create();
        aes.Key = key;
        return Convert.ToBase64String(aes.EncryptCbc(plain, key.AsSpan(0, 16), PaddingMode.None));
    }

    /// <summary>The message and whom it is for, which the caller compares; false, never an exception, for anything else.</summary>
    public static bool TryDecrypt(
        byte[] key, string encrypt, [NotNullWhen(true)] out string? message, [NotNullWhen(true)] out string? receiveId)
    {
        message = receiveId = null;
        // Over bytes Base64 is read several times as fast as over characters.
        var cipher = Encoding.UTF8.GetBytes(encrypt);
        if (Base64.DecodeFromUtf8InPlace(cipher, out var cipherLength) != OperationStatus.Done)
            return false;
        try
        {
            using var aes = Aes.Create();
            aes.Key = key;
            var plain = aes.DecryptCbc(cipher.AsSpan(0, cipherLength), key.AsSpan(0, 16), PaddingMode.None);
            if (plain.Length < HeadBytes || plain[^1] is 0 or > BlockBytes)
                return false;
            var end = plain.Length - plain[^1];
            var length = BinaryPrimitives.ReadInt32BigEndian(plain.AsSpan(RandomBytes));
            if (length < 0 || length > end - HeadBytes)
                return false;
            var text = StrictUtf8.GetString(plain, HeadBytes, length);
            receiveId = StrictUtf8.GetString(plain, HeadBytes + length, end - HeadBytes - length);
            message = text;
            return true;
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            return false;
        }
    }
}
