using System.Globalization;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Microsoft.Azure.Functions.Worker;
using WeCommerce.Checker;
using WeCommerce.Storage.Simulator;

namespace WeCommerce.Faults.World;

/// <summary>
/// Does for a world what the Functions host does, when it is told to: hands out messages, puts aside what fails five times, fires timers, and brings
/// WeChat's notifies. A message of an instance that died comes again when its lease is over.
/// </summary>
internal sealed class Host(ShopWorld world)
{
    private const int MostTries = 5;
    private const string Poison = "-poison";

    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Forever = TimeSpan.FromSeconds(-1);

    private static readonly Dictionary<string, string> Queues = Shops.Functions.With<QueueTriggerAttribute>()
        .ToDictionary(f => f.Trigger.QueueName, f => f.Function.Name, StringComparer.Ordinal);

    /// <summary>Timers that run once in a while, whatever is due.</summary>
    private static readonly string[] Nightly =
        [.. Shops.Functions.With<TimerTriggerAttribute>().Select(f => f.Function.Name).Where(n => n != "MeetDeadlines").Order(StringComparer.Ordinal)];

    private readonly QueueServiceClient _queues = new(
        world.Storage.ConnectionString, new QueueClientOptions { Transport = world.Storage.TransportOf("host"), MessageEncoding = QueueMessageEncoding.None });

    private int _messages;
    private int _letters;
    private int _rings;

    /// <summary>Notifies that came before, signed as they were: somebody may send them again.</summary>
    public List<Letter> OldLetters { get; } = [];

    /// <summary>Whether a message, a deadline or a notify is due; else the clock has to move.</summary>
    public async Task<bool> StepAsync()
    {
        if (await world.WeChat.NextLetterAsync() is { } letter)
        {
            await DeliverAsync(letter);
            return true;
        }
        if (world.Storage.Messages().Where(m => m.IsVisible).MinBy(m => m.VisibleAt) is { } due)
        {
            await HandleNextAsync(due.Queue);
            return true;
        }
        if (NextDeadline() <= world.Time.GetUtcNow())
        {
            await RingAsync();
            // One that cannot be met is put off; one that could not even be put off waits for the next minute.
            if (NextDeadline() <= world.Time.GetUtcNow())
                await world.MoveToAsync(world.Time.GetUtcNow() + TimeSpan.FromMinutes(1));
            return true;
        }
        return false;
    }

    /// <summary>When the next thing is due; null when nothing is.</summary>
    public DateTimeOffset? NextDue()
    {
        var messages = world.Storage.Messages().Min(m => (DateTimeOffset?)m.VisibleAt);
        return new[] { messages, world.Time.NextAlarm, NextDeadline() }.Min();
    }

    /// <summary>Moves the clock, doing on the way what is due.</summary>
    public async Task PassAsync(TimeSpan span, int mostSteps = 400)
    {
        var until = world.Time.GetUtcNow() + span;
        for (var steps = 0; steps < mostSteps; steps++)
        {
            if (await StepAsync())
                continue;
            if (NextDue() is not { } next || next > until)
                break;
            await world.MoveToAsync(next);
        }
        await world.MoveToAsync(until);
    }

    /// <summary>The timer that meets deadlines.</summary>
    public Task RingAsync() => world.DoAsync($"timer {++_rings}", i => i.FireAsync("MeetDeadlines"));

    public async Task NightAsync()
    {
        foreach (var timer in Nightly)
            await world.DoAsync($"{timer} {++_rings}", i => i.FireAsync(timer));
    }

    public Task DeliverAsync(Letter letter) => DeliverAsync(letter, world.Plan.For(new CallName($"letter {++_letters}", "deliver", 1)));

    private async Task DeliverAsync(Letter letter, Trouble trouble)
    {
        if (OldLetters.Count < 20)
            OldLetters.Add(letter);
        if (trouble is Trouble.FailBefore or Trouble.Refuse)
        {
            letter.Answer(503);
            return;
        }

        var reply = await world.AskAsync($"notify {_letters}", letter.Ask, _ => letter.Promise());
        if (trouble == Trouble.Duplicate)
            await world.AskAsync($"notify {_letters} again", letter.Ask, _ => letter.Promise());
        // One that is held, dead or lost has not answered in WeChat's five seconds.
        letter.Answer(trouble == Trouble.LoseReply ? 504 : reply?.Status ?? 504);
    }

    private async Task HandleNextAsync(string queue)
    {
        var client = _queues.GetQueueClient(queue);
        QueueMessage[] taken = await client.ReceiveMessagesAsync(1, Lease);
        if (taken is not [var message])
            return;

        if (world.LosesMessage?.Invoke(queue) == true)
        {
            await client.DeleteMessageAsync(message.MessageId, message.PopReceipt);
            return;
        }

        var name = $"{queue} {++_messages}";
        var isGood = false;
        // A poison message whose handler dies five times is never handed out again, by no host, and a person is told: a machine that dies so often is not played.
        var isLast = queue.EndsWith(Poison, StringComparison.Ordinal) && message.DequeueCount >= MostTries - 1;
        using var calm = isLast ? world.Calm() : null;
        if (message.DequeueCount <= MostTries)
        {
            var job = await world.DoAsync(name, async instance => isGood = await instance.HandleAsync(Queues[queue], Decoded(message), DataOf(message)));
            if (!job.IsOver)
                return;
        }
        if (isGood)
        {
            // Deleting can fail, too: then the message comes again.
            if (world.Plan.For(new CallName(name, "delete", 1)) == Trouble.None)
                await client.DeleteMessageAsync(message.MessageId, message.PopReceipt);
        }
        else if (message.DequeueCount < MostTries || queue.EndsWith(Poison, StringComparison.Ordinal))
        {
            await client.UpdateMessageAsync(message.MessageId, message.PopReceipt, message.Body, RetryPause);
        }
        else
        {
            var poison = _queues.GetQueueClient($"{queue}{Poison}");
            await poison.CreateIfNotExistsAsync();
            await poison.SendMessageAsync(message.Body, TimeSpan.Zero, Forever);
            await client.DeleteMessageAsync(message.MessageId, message.PopReceipt);
        }
    }

    private DateTimeOffset? NextDeadline() => world.Storage.Rows("Deadlines").Min(r => (DateTimeOffset?)DateTimeOffset.ParseExact(
        r.RowKey.AsSpan(0, 17), "yyyyMMddHHmmssfff", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal));

    private static string Decoded(QueueMessage message) => System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(message.Body.ToString()));

    private static Dictionary<string, object?> DataOf(QueueMessage message) => new(StringComparer.OrdinalIgnoreCase)
    {
        ["QueueTrigger"] = Decoded(message),
        ["Id"] = message.MessageId,
        ["DequeueCount"] = message.DequeueCount.ToString(CultureInfo.InvariantCulture),
        ["InsertionTime"] = message.InsertedOn?.ToString("O", CultureInfo.InvariantCulture),
    };
}
