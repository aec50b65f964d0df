namespace WeCommerce.WeChat.Push;

/// <summary>The query of a push.</summary>
/// <param name="Signature"><c>signature</c>; missing in 企业微信's pushes</param>
/// <param name="Timestamp"><c>timestamp</c></param>
/// <param name="Nonce"><c>nonce</c></param>
/// <param name="MsgSignature"><c>msg_signature</c>, of encrypted pushes</param>
public sealed record PushQuery(string? Signature, string? Timestamp, string? Nonce, string? MsgSignature);

/// <summary>What a push is worth: <see cref="Genuine"/> or <see cref="Rejected"/>, nothing else.</summary>
public abstract record PushVerdict
{
    private PushVerdict()
    {
    }

    public sealed record Genuine(PushMessage Message) : PushVerdict;

    public sealed record Rejected(PushRejection Reason) : PushVerdict;
}

/// <summary>Why a push is not believed, in the order of the checks.</summary>
public enum PushRejection
{
    /// <summary>timestamp, nonce or the signature that the mode demands is missing.</summary>
    MissingQuery,

    /// <summary>The body is larger than a push ever is.</summary>
    TooLarge,

    /// <summary>signature or msg_signature is wrong.</summary>
    BadSignature,

    /// <summary>The body is not in the configured format, or lacks Encrypt.</summary>
    MalformedBody,

    /// <summary>Encrypt does not open with the EncodingAESKey.</summary>
    DecryptionFailed,

    /// <summary>Encrypted for another app.</summary>
    WrongReceiver,
}

/// <summary>A message or an event.</summary>
/// <param name="Text">As pushed, decrypted.</param>
/// <param name="Fields">
/// The top level by name: of XML the elements' texts, of JSON strings and the raw text of everything else, so that no large number is
/// rounded. A name that comes again has the first value.
/// </param>
public sealed record PushMessage(string Text, IReadOnlyDictionary<string, string> Fields)
{
    /// <summary>A field, or an empty text.</summary>
    public string this[string name] => Fields.GetValueOrDefault(name, "");

    /// <summary>The elements of a name at the top level or one below it (<c>List</c>), each as its own fields; none when there is none.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, string>> Items(string name) => PushItems.Read(Text, name);

    /// <summary>Prints the kind only: the rest is what people wrote.</summary>
    public override string ToString() => $"{nameof(PushMessage)} {this["MsgType"]} {this["Event"]}";
}
