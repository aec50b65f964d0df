using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace WeCommerce.WeChat.Pay.Bills;

/// <summary>The lines of a file in UTF-8, one at a time. Only a line feed ends a line; a carriage return before it is left for the reader.</summary>
internal sealed class BillLines(Stream utf8)
{
    /// <summary>The longest of WeChat's are below 2 KB.</summary>
    private const int MaxLineBytes = 1 << 16;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly byte[] _buffer = new byte[MaxLineBytes];
    private int _start;
    private int _end;

    /// <summary>Of the line read last, from 1.</summary>
    public int Number { get; private set; }

    /// <summary>Set when there may be more, but it cannot be read.</summary>
    public BillProblem? Problem { get; private set; }

    public bool TryNext([NotNullWhen(true)] out string? line)
    {
        line = null;
        if (Problem is not null)
            return false;
        var length = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
        while (length < 0 && Fill() is > 0 and var added)
        {
            var found = _buffer.AsSpan(_end - added, added).IndexOf((byte)'\n');
            length = found < 0 ? -1 : _end - added + found - _start;
        }
        if (length < 0 && _start == _end)
            return false;
        Number++;
        if (length < 0 && _end - _start == _buffer.Length)
        {
            Problem = new BillProblem(Number, "", "the line is too long");
            return false;
        }
        var end = length < 0 ? _end : _start + length;
        try
        {
            line = Strict.GetString(_buffer, _start, end - _start);
        }
        catch (DecoderFallbackException)
        {
            Problem = new BillProblem(Number, "", "the line is not UTF-8");
            return false;
        }
        _start = length < 0 ? _end : end + 1;
        return true;
    }

    /// <summary>Bytes added; none at the end of the file or when there is no room.</summary>
    private int Fill()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }
        var added = _end == _buffer.Length ? 0 : utf8.Read(_buffer, _end, _buffer.Length - _end);
        _end += added;
        return added;
    }
}
