using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using WeCommerce.Checker;
using WeCommerce.Storage;
using WeCommerce.Storage.Simulator;
using WeCommerce.WeChat.Pay;

namespace WeCommerce.Faults.World;

/// <summary>
/// A shop with its storage, its WeChat and its clock, all in this process, and what befalls the calls between them. Jobs run one at a time unless
/// one is held on its way; then others go on at other instances. Everything follows from the seed and from what is asked of it.
/// </summary>
internal sealed class ShopWorld
{
    /// <summary>A commit is given up after 30 s, and nobody looks for it before a minute is over: what is under way must not need longer.</summary>
    public static readonly TimeSpan LongestFlight = TimeSpan.FromSeconds(20);

    private readonly PlayedWeChat _weChat;
    private readonly TroublePlan _plan;
    private readonly Random _chance;
    private readonly Dictionary<string, Instance> _instances = new(StringComparer.Ordinal);
    private readonly List<Job> _jobs = [];

    private ShopWorld(PlayedWeChat weChat, TroublePlan plan, int seed, RemoteTables? tables)
    {
        (_weChat, _plan, _chance) = (weChat, plan, new Random(seed));
        Storage = new StorageSimulator(weChat.Time, tables) { Faults = FaultOf };
    }

    public VirtualTime Time => _weChat.Time;

    public PlayedWeChat WeChat => _weChat;

    public StorageSimulator Storage { get; }

    public TroublePlan Plan => _plan;

    /// <summary>What callers were told with a 2xx.</summary>
    public List<Answered> Answered { get; } = [];

    public bool IsAnythingHeld => Held.Any();

    /// <summary>Of a job that is over, too, something may be on its way: what it gave up waiting for.</summary>
    private IEnumerable<Job> Held => _jobs.Where(j => j.IsHeld);

    /// <summary>Breaks the world on purpose: whether a message of this queue is lost, as none ever is.</summary>
    public Func<string, bool>? LosesMessage { get; set; }

    /// <param name="weChat">The world's WeChat, as it is when nothing has happened.</param>
    /// <param name="plan">What befalls calls.</param>
    /// <param name="seed">What chance follows from.</param>
    /// <param name="tables">Where the tables are, if not in memory.</param>
    public static async Task<ShopWorld> MakeAsync(PlayedWeChat weChat, TroublePlan plan, int seed, RemoteTables? tables = null)
    {
        await weChat.ResetAsync();
        return new ShopWorld(weChat, plan, seed, tables);
    }

    /// <summary>Lets an instance do something, until it is done, held or dead.</summary>
    public async Task<Job> DoAsync(string name, Func<Instance, Task> work)
    {
        await MoveToAsync(Time.GetUtcNow());
        var job = Begin(name, Idle(), work);
        await job.SettleAsync();
        return job;
    }

    /// <summary>Sends a request; null when there was no answer, or none yet.</summary>
    /// <param name="promise">What a 2xx promises.</param>
    public async Task<Reply?> AskAsync(string name, Ask ask, Func<Reply, Answered?>? promise = null)
    {
        Reply? reply = null;
        await DoAsync(name, async instance =>
        {
            reply = await instance.AskAsync(ask);
            if (reply.IsGood && promise?.Invoke(reply) is { } promised && !instance.IsDead)
            {
                lock (Answered)
                    Answered.Add(promised);
            }
        });
        return reply;
    }

    /// <summary>Asks WeChat for a prepay that no order of the shop asks for.</summary>
    public Task PrepayAsync(string outTradeNo, string openId, long totalFen) => Idle().Part<PayClient>().PrepayAsync(
        new JsapiPrepay
        {
            AppId = Shops.AppId,
            OpenId = openId,
            OutTradeNo = outTradeNo,
            Description = "other",
            TotalFen = totalFen,
            TimeExpire = Time.GetUtcNow().AddMinutes(10),
            NotifyUrl = new Uri("http://shop.invalid/api/wechat/pay-notify"),
        },
        CancellationToken.None);

    /// <summary>Several jobs at once at one instance, or at some: which call of which comes first is the thread pool's choice.</summary>
    public async Task RushAsync(IEnumerable<(string Name, Func<Instance, Task> Work)> all, int instances = 1)
    {
        var at = Idle(instances);
        var jobs = all.Select((one, n) => Begin(one.Name, at[n % at.Count], one.Work)).ToList();
        // One that waits for another's transaction is stuck while that one is held.
        while (jobs.FindAll(j => !j.IsOver && !j.Instance.IsDead) is { Count: > 0 } open)
        {
            await Task.WhenAny(open.Select(j => j.SettleAsync()));
            jobs.ForEach(j => j.Release());
        }
    }

    /// <summary>Moves the clock; what is under way for too long arrives before.</summary>
    public async Task MoveToAsync(DateTimeOffset at)
    {
        while (Held.Where(j => j.MustGoOn <= at).MinBy(j => j.MustGoOn) is { } late)
        {
            Time.MoveTo(late.MustGoOn ?? at);
            await ReleaseAsync(late);
        }
        Time.MoveTo(at);
    }

    /// <summary>Lets what is held go on.</summary>
    public Task ReleaseAsync(int which) => Held.ToList() is { Count: > 0 } held ? ReleaseAsync(held[which % held.Count]) : Task.CompletedTask;

    private static Task ReleaseAsync(Job job)
    {
        job.Release();
        return job.SettleAsync();
    }

    /// <summary>An instance loses its memory and what it is doing; another takes its place.</summary>
    public void Crash(int which)
    {
        var alive = _instances.Values.Where(i => !i.IsDead).OrderBy(i => i.Name, StringComparer.Ordinal).ToList();
        if (alive.Count == 0)
            return;
        var dying = alive[which % alive.Count];
        dying.Die();
    }

    /// <summary>Until it is disposed of, nothing befalls anything.</summary>
    public IDisposable Calm() => _plan.Pause();

    public Store Look() => new(
        [.. Storage.Rows().Select(r => new Checker.StoredRow(r.Table, r.PartitionKey, r.RowKey, r.Properties))],
        [.. Storage.Messages().Select(m => new Checker.StoredMessage(m.Queue, m.MessageId, m.Decoded))]);

    /// <summary>After this nothing of the world goes on.</summary>
    public void End()
    {
        foreach (var instance in _instances.Values)
            instance.Die();
    }

    private Job Begin(string name, Instance instance, Func<Instance, Task> work)
    {
        _jobs.RemoveAll(j => j.Instance.IsDead);
        var job = new Job(name, instance);
        _jobs.Add(job);
        job.Start(() => work(instance));
        return job;
    }

    private Instance Idle() => Idle(1)[0];

    // Those that have nothing held: what waits in one instance may make others wait there.
    private List<Instance> Idle(int count)
    {
        var idle = _instances.Values.Where(i => !i.IsDead && Held.All(j => j.Instance != i)).Take(count).ToList();
        while (idle.Count < count)
        {
            idle.Add(new Instance($"i{_instances.Count + 1}", Configure));
            _instances.Add(idle[^1].Name, idle[^1]);
        }
        return idle;
    }

    private void Configure(IServiceCollection parts, Instance instance)
    {
        var time = new InstanceTime(Time, () => instance.IsDead);
        parts.Replace(ServiceDescriptor.Singleton<TimeProvider>(time));
        parts.Replace(ServiceDescriptor.Singleton(new Ids(time, Fill)));
        parts.PostConfigure<StorageOptions>(o => (o.ConnectionString, o.Transport) = (Storage.ConnectionString, Storage.TransportOf(instance.Name)));
        parts.AddTransient(_ => new WayToWeChat(_weChat.Http, Time, instance, (job, call) => _plan.For(job.NameOf(call))));
    }

    private void Fill(Span<byte> chance)
    {
        lock (_chance)
            _chance.NextBytes(chance);
    }

    private Fault FaultOf(StorageCall call)
    {
        if (!_instances.TryGetValue(call.Caller, out var instance))
            return Fault.None;
        if (instance.IsDead)
            return Fault.Hold(new TaskCompletionSource().Task);
        if (Job.Current is not { } job)
            return Fault.None;

        var trouble = _plan.For(job.NameOf(NameOf(call)));
        switch (trouble)
        {
            case Trouble.FailBefore:
                return Fault.FailBefore;
            case Trouble.LoseReply:
                return Fault.LoseReply;
            case Trouble.Refuse:
                return Fault.Throttle;
            case Trouble.Duplicate:
                return Fault.Duplicate;
            case Trouble.HoldRequest:
                return Fault.Hold(job.Hold(Time.GetUtcNow() + LongestFlight));
            case Trouble.HoldReply:
                return Fault.HoldReply(job.Hold());
            case Trouble.CrashBefore or Trouble.CrashAfter:
                instance.Die();
                var never = new TaskCompletionSource().Task;
                return trouble == Trouble.CrashBefore ? Fault.Hold(never) : Fault.HoldReply(never);
            default:
                return Fault.None;
        }
    }

    // Ids differ from run to run: what is left of a key is its kind. Places of stock are called by name: an order asks for several at once.
    private static string NameOf(StorageCall call)
    {
        var name = new StringBuilder(call.Operation).Append(' ').Append(call.Name);
        if (call.Name == "Stock")
            name.Append(' ').Append(call.Partition);
        foreach (var kind in call.RowKeys.GroupBy(KindOf, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal))
            name.Append(' ').Append(kind.Key).Append(kind.Count() > 1 ? $"×{kind.Count()}" : "");
        return name.ToString();
    }

    private static string KindOf(string rowKey)
    {
        var word = rowKey.Split('!')[0];
        return word.Length > 9 && word.Any(char.IsDigit) ? "*" : word;
    }
}
