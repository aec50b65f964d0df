using System.Globalization;
using WeCommerce.Storage.Simulator.Wire;

namespace WeCommerce.Storage.Simulator.Tables;

/// <summary>
/// Reads a <c>$filter</c>: comparisons of columns with values, <c>and</c>, <c>or</c>, <c>not</c>, parentheses; <c>and</c> binds closer than <c>or</c>,
/// <c>not</c> closest. Source: "Querying tables and entities".
/// </summary>
internal sealed class FilterParser
{
    private readonly string _text;
    private int _at;

    private FilterParser(string text) => _text = text;

    /// <exception cref="Refusal">InvalidInput: the text is no filter.</exception>
    public static Filter Parse(string text)
    {
        var parser = new FilterParser(text);
        var filter = parser.Or();
        return parser.Peek().Length == 0 ? filter : throw Wrong();
    }

    private Filter Or()
    {
        var filter = And();
        while (Takes("or"))
            filter = Filter.Or(filter, And());
        return filter;
    }

    private Filter And()
    {
        var filter = Single();
        while (Takes("and"))
            filter = Filter.And(filter, Single());
        return filter;
    }

    private Filter Single()
    {
        if (Takes("not"))
            return Filter.Not(Single());
        if (Takes("("))
        {
            var inner = Or();
            return Takes(")") ? inner : throw Wrong();
        }

        var left = Operand();
        if (Peek() is not ("eq" or "ne" or "gt" or "ge" or "lt" or "le"))
            return Filter.Compare(left, "eq", new Operand(null, Literal: true));

        var operation = Word();
        return Filter.Compare(left, operation, Operand());
    }

    private Operand Operand()
    {
        var word = Word();
        if (_at < _text.Length && _text[_at] == '\'')
            return new Operand(null, Typed(word, Text()));
        if (word.Length == 0)
            throw Wrong();

        return word switch
        {
            "true" => new Operand(null, Literal: true),
            "false" => new Operand(null, Literal: false),
            _ when char.IsAsciiDigit(word[0]) || word[0] is '-' or '+' => new Operand(null, Number(word)),
            _ => new Operand(word, null),
        };
    }

    private string Text()
    {
        (var text, _at) = Quoted.Read(_text, _at);
        return text;
    }

    private static object Typed(string prefix, string text) => prefix switch
    {
        "" => text,
        "datetime" => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
        "guid" => Guid.Parse(text),
        "X" or "binary" => Convert.FromHexString(text),
        _ => throw Wrong(),
    };

    private static object Number(string word)
    {
        if (word[^1] is 'L' or 'l' && long.TryParse(word[..^1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var wide))
            return wide;
        if (long.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
            return whole;
        return double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) ? real : throw Wrong();
    }

    private bool Takes(string expected)
    {
        if (Peek() != expected)
            return false;

        _at += expected.Length;
        return true;
    }

    // The next word or mark, behind spaces; it stays to be read.
    private string Peek()
    {
        while (_at < _text.Length && _text[_at] == ' ')
            _at++;
        var end = _at;
        while (end < _text.Length && _text[end] is not (' ' or '(' or ')' or '\''))
            end++;
        return _text[_at..(end == _at && end < _text.Length ? end + 1 : end)];
    }

    private string Word()
    {
        var word = Peek();
        if (word is "(" or ")" or "'")
            return "";

        _at += word.Length;
        return word;
    }

    private static Refusal Wrong() => new(400, "InvalidInput", "One of the request inputs is not valid.");
}
