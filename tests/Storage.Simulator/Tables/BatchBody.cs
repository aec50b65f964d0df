using System.Text;
using WeCommerce.Storage.Simulator.Wire;

namespace WeCommerce.Storage.Simulator.Tables;

/// <summary>The multipart bodies of an entity group transaction: one change set of HTTP requests, one of HTTP answers.</summary>
internal static class BatchBody
{
    private const string Line = "\r\n";
    private const string Gap = Line + Line;
    private const string Outer = "batchresponse_0";
    private const string Inner = "changesetresponse_0";

    public static IReadOnlyList<WireRequest> Read(WireRequest batch)
    {
        const string Mark = "boundary=";
        var text = batch.Text;
        var start = text.IndexOf(Mark, StringComparison.Ordinal) + Mark.Length;
        var boundary = "--" + text[start..text.IndexOf(Line, start, StringComparison.Ordinal)].Trim('"');
        return [.. text.Split(boundary).Skip(1).SkipLast(1).Select(PartOf)];
    }

    /// <summary>All parts' answers, or the one of the part that failed.</summary>
    public static Answer Write(IEnumerable<Answer> answers)
    {
        var text = new StringBuilder($"--{Outer}{Line}Content-Type: multipart/mixed; boundary={Inner}{Gap}");
        foreach (var answer in answers)
        {
            text.Append($"--{Inner}{Line}Content-Type: application/http{Line}Content-Transfer-Encoding: binary{Gap}");
            text.Append($"HTTP/1.1 {answer.Status} {answer.Reason}{Line}");
            foreach (var (name, value) in answer.Headers)
                text.Append($"{name}: {value}{Line}");
            text.Append($"{Line}{Encoding.UTF8.GetString(answer.Body)}{Line}");
        }
        text.Append($"--{Inner}--{Line}--{Outer}--{Line}");
        return Answer.Text(202, $"multipart/mixed; boundary={Outer}", text.ToString());
    }

    // The part's own headers, a gap, the request's line and headers, a gap, its body, a line's end.
    private static WireRequest PartOf(string part)
    {
        var http = part[(part.IndexOf(Gap, StringComparison.Ordinal) + Gap.Length)..];
        var gap = http.IndexOf(Gap, StringComparison.Ordinal);
        var lines = http[..gap].Split(Line);
        var body = http[(gap + Gap.Length)..].TrimEnd('\r', '\n');
        var target = lines[0].Split(' ');
        var headers = lines.Skip(1).Select(static l => l.Split(':', 2)).ToDictionary(static l => l[0], static l => l[1].Trim(), StringComparer.OrdinalIgnoreCase);
        return new WireRequest(target[0], new Uri(target[1]), headers, Encoding.UTF8.GetBytes(body));
    }
}
