using System.Globalization;
using System.Xml.Linq;
using WeCommerce.Storage.Simulator.Wire;

namespace WeCommerce.Storage.Simulator.Queues;

/// <summary>Answers in Queue Storage's form: XML, instants to the second (RFC 1123).</summary>
internal static class QueueAnswer
{
    public static Answer Of(Refusal refusal) => Xml(
        refusal.Status,
        new XElement("Error", new XElement("Code", refusal.Code), new XElement("Message", refusal.Message)),
        ("x-ms-error-code", refusal.Code));

    public static Answer Queues(IEnumerable<string> names) => Xml(200, new XElement("EnumerationResults",
        new XElement("Queues", names.Select(static n => new XElement("Queue", new XElement("Name", n)))), new XElement("NextMarker")));

    /// <summary>What was put: everything but the text.</summary>
    public static Answer Put(Message message) => Messages(201, [message],
        static m => [Receipt(m), NextVisible(m)]);

    public static Answer Got(IEnumerable<Message> messages) => Messages(200, messages,
        static m => [Receipt(m), NextVisible(m), Count(m), Text(m)]);

    public static Answer Peeked(IEnumerable<Message> messages) => Messages(200, messages, static m => [Count(m), Text(m)]);

    public static string InstantOf(DateTimeOffset instant) => instant.ToString("R", CultureInfo.InvariantCulture);

    private static Answer Messages(int status, IEnumerable<Message> messages, Func<Message, XElement[]> more) => Xml(status,
        new XElement("QueueMessagesList", messages.Select(m => new XElement("QueueMessage",
            new XElement("MessageId", m.Id),
            new XElement("InsertionTime", InstantOf(m.InsertedAt)),
            new XElement("ExpirationTime", InstantOf(m.ExpiresAt ?? DateTimeOffset.MaxValue)),
            more(m)))));

    private static XElement Receipt(Message message) => new("PopReceipt", message.PopReceipt);

    private static XElement NextVisible(Message message) => new("TimeNextVisible", InstantOf(message.VisibleAt));

    private static XElement Count(Message message) => new("DequeueCount", message.DequeueCount);

    private static XElement Text(Message message) => new("MessageText", message.Text);

    private static Answer Xml(int status, XElement body, params IReadOnlyList<(string Name, string Value)> headers) =>
        Answer.Text(status, "application/xml", body.ToString(SaveOptions.DisableFormatting), headers);
}
