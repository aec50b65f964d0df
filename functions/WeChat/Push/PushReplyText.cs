using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Xml;

namespace WeCommerce.WeChat.Push;

/// <summary>被动回复 in clear, in either format.</summary>
internal static class PushReplyText
{
    private static readonly XmlWriterSettings Fragment = new() { OmitXmlDeclaration = true, CheckCharacters = false, NewLineHandling = NewLineHandling.None };

    /// <summary>From whom the push was for, to whom sent it.</summary>
    public static string Of(PushReply reply, PushMessage message, DateTimeOffset now, PushFormat format) => format switch
    {
        PushFormat.Xml => Xml(reply, message, now.ToUnixTimeSeconds()),
        PushFormat.Json => Json(reply, message, now.ToUnixTimeSeconds()),
        _ => throw new InvalidOperationException($"There is no format {format}."),
    };

    private static string Xml(PushReply reply, PushMessage message, long now)
    {
        var text = new StringBuilder();
        using (var xml = XmlWriter.Create(text, Fragment))
        {
            xml.WriteStartElement("xml");
            Write(xml, "ToUserName", message["FromUserName"]);
            Write(xml, "FromUserName", message["ToUserName"]);
            xml.WriteElementString("CreateTime", now.ToString(CultureInfo.InvariantCulture));
            Write(xml, "MsgType", TypeOf(reply));
            switch (reply)
            {
                case PushReply.Text { Content: var content }:
                    Write(xml, "Content", Cut(content));
                    break;
                case PushReply.Image { MediaId: var mediaId }:
                    xml.WriteStartElement("Image");
                    Write(xml, "MediaId", mediaId);
                    xml.WriteEndElement();
                    break;
                case PushReply.Article article:
                    xml.WriteElementString("ArticleCount", "1");
                    xml.WriteStartElement("Articles");
                    xml.WriteStartElement("item");
                    Write(xml, "Title", article.Title);
                    Write(xml, "Description", article.Description);
                    Write(xml, "PicUrl", article.PictureUrl);
                    Write(xml, "Url", article.Url);
                    xml.WriteEndElement();
                    xml.WriteEndElement();
                    break;
            }
            xml.WriteEndElement();
        }
        return text.ToString();
    }

    private static string Json(PushReply reply, PushMessage message, long now) => Encoding.UTF8.GetString(JsonText.Object(json =>
    {
        json.WriteString("ToUserName", message["FromUserName"]);
        json.WriteString("FromUserName", message["ToUserName"]);
        json.WriteNumber("CreateTime", now);
        json.WriteString("MsgType", TypeOf(reply));
        switch (reply)
        {
            case PushReply.Text { Content: var content }:
                json.WriteString("Content", Cut(content));
                break;
            case PushReply.Image { MediaId: var mediaId }:
                json.WriteStartObject("Image");
                json.WriteString("MediaId", mediaId);
                json.WriteEndObject();
                break;
            case PushReply.Article article:
                json.WriteNumber("ArticleCount", 1);
                json.WriteStartArray("Articles");
                json.WriteStartObject();
                json.WriteString("Title", article.Title);
                json.WriteString("Description", article.Description);
                json.WriteString("PicUrl", article.PictureUrl);
                json.WriteString("Url", article.Url);
                json.WriteEndObject();
                json.WriteEndArray();
                break;
        }
    }));

    private static string TypeOf(PushReply reply) => reply switch
    {
        PushReply.Text => "text",
        PushReply.Image => "image",
        PushReply.Article => "news",
        PushReply.Human => "transfer_customer_service",
        _ => throw new InvalidOperationException($"There is no reply {reply}."),
    };

    private static void Write(XmlWriter xml, string name, string value)
    {
        xml.WriteStartElement(name);
        // What XML has no character for is left out; the writer splits a ]]> over two sections.
        xml.WriteCData(string.Concat(value.EnumerateRunes().Where(r => r.Value > 0xFFFF || XmlConvert.IsXmlChar((char)r.Value))));
        xml.WriteEndElement();
    }

    /// <summary>WeChat shows nothing of a text that is too long.</summary>
    private static string Cut(string content)
    {
        var (end, bytes) = (0, 0);
        foreach (var rune in content.EnumerateRunes())
        {
            bytes += rune.Utf8SequenceLength;
            if (bytes > PushReply.Text.MostBytes)
                return content[..end];
            end += rune.Utf16SequenceLength;
        }
        return content;
    }
}
