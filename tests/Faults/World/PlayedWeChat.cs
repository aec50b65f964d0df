using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using WeCommerce.Checker;
using WeCommerce.Simulator;

namespace WeCommerce.Faults.World;

/// <summary>WeChat, played in this process: one for many worlds, one after the other. What it tells the shop is put into <see cref="Post"/>.</summary>
internal sealed class PlayedWeChat : IAsyncDisposable
{
    private readonly WeChatSimulator _simulator;
    private readonly HttpClient _http;
    private readonly Channel<Letter> _post;

    private PlayedWeChat(WeChatSimulator simulator, VirtualTime time, Channel<Letter> post)
    {
        (_simulator, Time, _post) = (simulator, time, post);
        Http = new HttpMessageInvoker(simulator.Handler);
        _http = new HttpClient(simulator.Handler) { BaseAddress = new Uri("http://wechat.invalid/") };
    }

    public VirtualTime Time { get; }

    /// <summary>The way in, without troubles.</summary>
    public HttpMessageInvoker Http { get; }

    public static async Task<PlayedWeChat> StartAsync()
    {
        var time = new VirtualTime();
        var post = Channel.CreateUnbounded<Letter>();
        var simulator = await WeChatSimulator.StartAsync(new SimulatorOptions
        {
            InProcess = true,
            ToMerchant = new Letterbox(post.Writer),
            Apps = [new SimulatedApp(Shops.AppId, Shops.AppSecret)],
            MchId = Shops.MchId,
            MerchantSerialNo = Shops.MerchantSerialNo,
            MerchantPublicKeyPem = Shops.MerchantPublicKeyPem,
            ApiV3Key = Shops.ApiV3Key,
            PlatformPrivateKeyPem = Shops.WeChatPayPrivateKeyPem,
            PublicKeyId = Shops.PublicKeyId,
            Time = time,
        });
        return new PlayedWeChat(simulator, time, post);
    }

    /// <summary>Forgets everything, and begins at the clock's beginning.</summary>
    public async Task ResetAsync()
    {
        await TellAsync("reset");
        while (_post.Reader.TryRead(out var letter))
            letter.Answer(500);
        await _simulator.SettledAsync();
        Time.Reset();
    }

    /// <summary>The next thing that WeChat has to say now; null when it has nothing more to say until its clock moves.</summary>
    public async Task<Letter?> NextLetterAsync()
    {
        while (true)
        {
            var settled = _simulator.SettledAsync();
            if (_post.Reader.TryRead(out var letter))
                return letter;
            if (settled.IsCompleted)
                return null;
            await Task.WhenAny(settled, _post.Reader.WaitToReadAsync().AsTask());
        }
    }

    public async Task<JsonObject?> TellAsync(string what, object? body = null)
    {
        using var reply = await _http.PostAsJsonAsync($"simulator/{what}", body ?? new { });
        var text = await reply.Content.ReadAsStringAsync();
        return reply.IsSuccessStatusCode ? (text.Length == 0 ? [] : JsonNode.Parse(text) as JsonObject) : null;
    }

    public async Task BehaveAsync(object behaviour)
    {
        using var reply = await _http.PutAsJsonAsync("simulator/behaviour", behaviour);
        reply.EnsureSuccessStatusCode();
    }

    public async Task<JsonElement> LedgerAsync() => await _http.GetFromJsonAsync<JsonElement>("simulator/ledger");

    public async Task<WeChatBooks> BooksAsync()
    {
        var outbox = await _http.GetFromJsonAsync<JsonElement>("simulator/outbox?kind=SubscribeMessage");
        return WeChatBooks.Of(await LedgerAsync()) with { SubscribeMessages = outbox.GetProperty("items").GetArrayLength() };
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        Http.Dispose();
        await _simulator.DisposeAsync();
    }

    private sealed class Letterbox(ChannelWriter<Letter> post) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var body = await request.Content!.ReadAsByteArrayAsync(cancellationToken);
            var headers = request.Headers.ToDictionary(h => h.Key, h => string.Join(',', h.Value), StringComparer.OrdinalIgnoreCase);
            var letter = new Letter(request.RequestUri!.AbsolutePath, headers, body);
            await post.WriteAsync(letter, cancellationToken);
            return new HttpResponseMessage((System.Net.HttpStatusCode)await letter.Answered.WaitAsync(cancellationToken));
        }
    }
}

/// <summary>A notify on its way to the shop.</summary>
internal sealed class Letter(string path, IReadOnlyDictionary<string, string> headers, byte[] body)
{
    private readonly TaskCompletionSource<int> _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<int> Answered => _answered.Task;

    public bool IsRefund => path.EndsWith("refund-notify", StringComparison.Ordinal);

    public Ask Ask => new(IsRefund ? "HandleRefundNotify" : "HandlePayNotify") { Headers = headers, Body = body };

    /// <summary>What WeChat hears: an HTTP status.</summary>
    public void Answer(int status) => _answered.TrySetResult(status);

    /// <summary>What an acknowledgement of it promises.</summary>
    public Answered Promise()
    {
        var told = Open();
        return IsRefund
            ? new Answered.RefundTaken($"{told["out_refund_no"]}", $"{told["refund_status"]}")
            : new Answered.PaymentTaken($"{told["out_trade_no"]}", $"{told["transaction_id"]}");
    }

    // 回调报文解密: AES-256-GCM, the tag at the end.
    private JsonNode Open()
    {
        var resource = JsonNode.Parse(body)?["resource"] ?? throw new InvalidOperationException("A notify without a resource.");
        var box = Convert.FromBase64String($"{resource["ciphertext"]}");
        var text = new byte[box.Length - 16];
        using var aes = new AesGcm(Encoding.UTF8.GetBytes(Shops.ApiV3Key), 16);
        aes.Decrypt(
            Encoding.UTF8.GetBytes($"{resource["nonce"]}"), box.AsSpan(0, text.Length), box.AsSpan(text.Length), text, Encoding.UTF8.GetBytes($"{resource["associated_data"]}"));
        return JsonNode.Parse(text) ?? throw new InvalidOperationException("A notify about nothing.");
    }
}
