using WeCommerce.Shop.Pushes;

namespace WeCommerce.Shop.Warnings;

/// <summary>What a warning is about.</summary>
internal static class Subject
{
    /// <summary>WeChat's own id of the matter; where it gives none, the push itself.</summary>
    public static string Of(Push push, string id) => id.Length > 0 ? $"{push.AppId}-{id}" : push.PushId.Value;
}

/// <summary>What WeChat writes, in a task's text.</summary>
internal static class Text
{
    private const int Most = 300;

    public static string Short(string text) => text.Length <= Most ? text : $"{text[..Most]}…";
}
