using System.Globalization;
using System.Text;
using SkiaSharp;

namespace WeCommerce.Shop.Posters;

/// <summary>Text from outside as a font can draw it.</summary>
internal static class PosterText
{
    private const string Ellipsis = "…";

    /// <summary>In one line: blanks for what breaks one, and nothing for what the font has no picture of.</summary>
    public static string Of(string text, SKFont font)
    {
        var line = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsControl(rune) || Rune.IsWhiteSpace(rune))
                line.Append(' ');
            else if (font.ContainsGlyph(rune.Value))
                line.Append(rune.ToString());
        }
        return line.ToString().Trim();
    }

    /// <summary>In so many lines of a width, broken between what people see as characters; the last one ends in … where there is more.</summary>
    public static IReadOnlyList<string> Lines(string text, SKFont font, float width, int most)
    {
        var lines = new List<string>();
        var line = new StringBuilder();
        var elements = StringInfo.GetTextElementEnumerator(text);
        while (elements.MoveNext())
        {
            var element = elements.GetTextElement();
            if (line.Length > 0 && font.MeasureText($"{line}{element}") > width)
            {
                if (lines.Count == most - 1)
                {
                    lines.Add(Cut($"{line}", font, width));
                    return lines;
                }
                lines.Add($"{line}".TrimEnd());
                line.Clear();
                element = element.TrimStart();
            }
            line.Append(element);
        }
        if (line.Length > 0)
            lines.Add($"{line}");
        return lines;
    }

    /// <summary>A line that goes on, cut so that … fits behind it.</summary>
    private static string Cut(string line, SKFont font, float width)
    {
        var starts = StringInfo.ParseCombiningCharacters(line);
        for (var n = starts.Length; n > 0; n--)
        {
            var shorter = $"{(n == starts.Length ? line : line[..starts[n]]).TrimEnd()}{Ellipsis}";
            if (font.MeasureText(shorter) <= width)
                return shorter;
        }
        return Ellipsis;
    }
}
