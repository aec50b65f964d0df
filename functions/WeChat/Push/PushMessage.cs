namespace WeCommerce.WeChat.Push;

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

    /// <summary>A field whose name WeChat writes in more than one case (OpenID, openid); or an empty text.</summary>
    public string Loose(string name) => PushPart.Loose(Fields, name);

    /// <summary>
    /// What a list holds, in either format and wherever WeChat puts it (事件推送): XML repeats the element inside one that is named like the event, JSON has
    /// an object or an array, mostly at the top. Empty when there is none.
    /// </summary>
    /// <param name="name"><c>List</c>, <c>Actions</c>, <c>detail</c></param>
    public IReadOnlyList<PushPart> Items(string name) => PushFields.Parts(Text, name);

    /// <summary>What an object holds, found as <see cref="Items"/>; without fields when there is none.</summary>
    /// <param name="name"><c>result</c>, <c>result_info</c></param>
    public PushPart Inner(string name) => Items(name) is [var first, ..] ? first : PushPart.None;

    /// <summary>Prints the kind only: the rest is what people wrote.</summary>
    public override string ToString() => $"{nameof(PushMessage)} {this["MsgType"]} {this["Event"]}";
}

/// <summary>A part of a push that has fields of its own.</summary>
/// <param name="Fields">As <see cref="PushMessage.Fields"/>.</param>
public sealed record PushPart(IReadOnlyDictionary<string, string> Fields)
{
    public static PushPart None { get; } = new(new Dictionary<string, string>());

    /// <summary>A field, or an empty text.</summary>
    public string this[string name] => Fields.GetValueOrDefault(name, "");

    /// <summary>A field whose name WeChat writes in more than one case; or an empty text.</summary>
    public string Loose(string name) => Loose(Fields, name);

    /// <summary>Prints nothing: it is what people wrote.</summary>
    public override string ToString() => nameof(PushPart);

    internal static string Loose(IReadOnlyDictionary<string, string> fields, string name) =>
        fields.TryGetValue(name, out var exact) ? exact : fields.FirstOrDefault(f => f.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value ?? "";
}
