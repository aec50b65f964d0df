using WeCommerce.Storage.Simulator.Wire;

namespace WeCommerce.Storage.Simulator.Queues;

/// <summary>One queue's messages, oldest first.</summary>
internal sealed class MessageQueue(string name, TimeProvider time)
{
    private readonly List<Message> _messages = [];
    private long _receipts;

    public string Name => name;

    public IReadOnlyDictionary<string, string> Metadata { get; set; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Those that have not expired, hidden ones too.</summary>
    public IReadOnlyList<Message> Messages
    {
        get
        {
            var now = time.GetUtcNow();
            _messages.RemoveAll(m => m.ExpiresAt <= now);
            return _messages;
        }
    }

    public Message Put(string id, string text, TimeSpan hiddenFor, TimeSpan? livesFor)
    {
        var now = time.GetUtcNow();
        var message = new Message(id, text, now, now + livesFor);
        _messages.Add(Hidden(message, hiddenFor));
        return message;
    }

    /// <summary>Hands out visible messages and hides them; a pop receipt each, that takes the place of the one before.</summary>
    /// <param name="pick">Which of the visible ones comes next.</param>
    public IReadOnlyList<Message> Get(int most, TimeSpan hiddenFor, Func<IReadOnlyList<StoredMessage>, int> pick)
    {
        var now = time.GetUtcNow();
        var visible = Visible(now).ToList();
        var taken = new List<Message>();
        while (taken.Count < most && visible.Count > 0)
        {
            var message = visible[pick([.. visible.Select(m => m.ToStored(name, now))])];
            visible.Remove(message);
            message.DequeueCount++;
            taken.Add(Hidden(message, hiddenFor));
        }
        return taken;
    }

    public IEnumerable<Message> Peek(int most) => Visible(time.GetUtcNow()).Take(most);

    public Message Update(string id, string popReceipt, string? text, TimeSpan hiddenFor)
    {
        var message = Find(id, popReceipt);
        message.Text = text ?? message.Text;
        return Hidden(message, hiddenFor);
    }

    public void Delete(string id, string popReceipt) => _messages.Remove(Find(id, popReceipt));

    public void Clear() => _messages.Clear();

    // Those that have waited longest since they could be seen; then the oldest.
    private IEnumerable<Message> Visible(DateTimeOffset now) => Messages.Where(m => m.IsVisible(now)).OrderBy(static m => m.VisibleAt);

    // Source: "Queue Storage error codes". A receipt holds, beyond the time that the message is hidden, until a new one is given.
    private Message Find(string id, string popReceipt)
    {
        var message = Messages.FirstOrDefault(m => m.Id == id) ?? throw new Refusal(404, "MessageNotFound", "The specified message does not exist.");
        return message.PopReceipt == popReceipt
            ? message
            : throw new Refusal(400, "PopReceiptMismatch", "The specified pop receipt did not match the pop receipt for a dequeued message.");
    }

    private Message Hidden(Message message, TimeSpan hiddenFor)
    {
        message.VisibleAt = time.GetUtcNow() + hiddenFor;
        message.PopReceipt = Convert.ToBase64String(BitConverter.GetBytes(++_receipts));
        return message;
    }
}
