using System.Globalization;
using System.Text;
using SkiaSharp;

namespace WeCommerce.Shop.Posters;

/// <summary>Text from outside, as far as a font can draw it, in text elements: what a reader takes for one character is never cut in two.</summary>
internal static class PosterText
{
    private const string Ellipsis = "…";

    // A title never begins a line with these, nor ends one with those (避头尾, GB/T 15834).
    private const string NeverFirst = "，。、；：？！…—·）］｝〉》」』】〕’”,.;:?!)]}%％℃°~～";
    private const string NeverLast = "（［｛〈《「『【〔‘“([{¥￥$#＃";

    // An element of more signs that the font has is somebody's play.
    private const int MaxRunes = 4;

    /// <summary>
    /// The elements of a text that the font has. Whitespace and control characters become spaces, runs of them one, none at the beginning; an element whose
    /// letter is missing is left out, accents written apart from theirs and invisible signs only drop off.
    /// </summary>
    public static IEnumerable<string> ElementsOf(string text, SKFont font)
    {
        var (any, space) = (false, false);
        for (var elements = StringInfo.GetTextElementEnumerator(text); elements.MoveNext();)
        {
            var element = Drawable(elements.GetTextElement(), font);
            if (element == " ")
                space = any;
            if (element is "" or " ")
                continue;
            if (space)
                yield return " ";
            yield return element;
            (any, space) = (true, false);
        }
    }

    /// <summary>A text in at most so many lines; the last ends in an ellipsis if there is more. None for a text of which nothing can be drawn.</summary>
    /// <param name="text">Any.</param>
    /// <param name="font">What it will be drawn with.</param>
    /// <param name="width">Of a line, in pixels.</param>
    /// <param name="most">How many lines.</param>
    public static List<string> Lines(string text, SKFont font, float width, int most)
    {
        var lines = new List<string>();
        var line = new List<string>();
        foreach (var element in ElementsOf(text, font))
        {
            line.Add(element);
            if (font.MeasureText(string.Concat(line)) <= width)
                continue;
            if (lines.Count + 1 == most)
            {
                lines.Add(Shorten(line, font, width));
                return lines;
            }
            var end = EndOf(line);
            lines.Add(string.Concat(line.Take(end)).TrimEnd());
            line.RemoveRange(0, end);
            if (line is [" ", ..])
                line.RemoveAt(0);
        }
        if (line.Count > 0)
            lines.Add(string.Concat(line));
        return lines;
    }

    // Where a line that is one element too long ends: where it may, unless that wastes half of it.
    private static int EndOf(List<string> line)
    {
        for (var end = line.Count - 1; end > line.Count / 2; end--)
            if (MayBreak(line[end - 1], line[end]))
                return end;
        return Math.Max(1, line.Count - 1);
    }

    private static bool MayBreak(string before, string after) =>
        !NeverFirst.Contains(after[0]) && !NeverLast.Contains(before[0]) && !(IsOfAWord(before[0]) && IsOfAWord(after[0]));

    private static bool IsOfAWord(char c) => c < 0x300 && c != ' ';

    private static string Shorten(List<string> line, SKFont font, float width)
    {
        while (line.Count > 0 && font.MeasureText(string.Concat(line) + Ellipsis) > width)
            line.RemoveAt(line.Count - 1);
        return string.Concat(line).TrimEnd() + Ellipsis;
    }

    private static string Drawable(string element, SKFont font)
    {
        // Half a surrogate pair is read as U+FFFD, which the font has not.
        var first = element.EnumerateRunes().First();
        if (Rune.IsWhiteSpace(first) || Rune.IsControl(first))
            return " ";
        return IsDrawn(first, font) ? string.Concat(element.EnumerateRunes().Where(r => IsDrawn(r, font)).Take(MaxRunes)) : "";
    }

    private static bool IsDrawn(Rune rune, SKFont font) => Rune.GetUnicodeCategory(rune) != UnicodeCategory.Format && font.ContainsGlyph(rune.Value);
}
