using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using WeCommerce.LocalHost.Functions;
using WeCommerce.LocalHost.Http;
using WeCommerce.Shop.Http;
using WeCommerce.Shop.Members;
using WeCommerce.Storage;

namespace WeCommerce.Faults.World;

/// <summary>One instance of the shop, without a host: its functions are called. When it dies, what it was doing never goes on.</summary>
internal sealed class Instance
{
    private readonly ServiceProvider _services;
    private readonly TaskCompletionSource _death = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="name">Its name at storage.</param>
    /// <param name="configure">Where storage and WeChat are, and the clock.</param>
    public Instance(string name, Action<IServiceCollection, Instance> configure)
    {
        Name = name;
        var parts = Shops.NewParts();
        parts.Replace(ServiceDescriptor.Singleton(Shops.Functions));
        configure(parts, this);
        _services = parts.BuildServiceProvider();
    }

    public string Name { get; }

    public bool IsDead => _death.Task.IsCompleted;

    public Task Death => _death.Task;

    public void Die() => _death.TrySetResult();

    /// <summary>A session as login gives it.</summary>
    public string TokenOf(string memberId, string openId) => MemberId.TryParse(memberId, out var member) && OpenId.TryParse(openId, out var id)
        ? _services.GetRequiredService<SessionTokens>().Issue(member, Shops.AppId, id).Token
        : throw new ArgumentException($"{memberId} or {openId} is no id.", nameof(memberId));

    public T Part<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>Calls an HTTP function.</summary>
    public async Task<Reply> AskAsync(Ask ask)
    {
        await using var scope = _services.CreateAsyncScope();
        var http = new DefaultHttpContext { RequestServices = scope.ServiceProvider };
        var function = FunctionOf(ask.Function);
        http.Request.Method = ((HttpTriggerAttribute)function.Trigger).Methods?[0].ToUpperInvariant() ?? "GET";
        http.Request.Scheme = "http";
        http.Request.Host = new HostString("shop.invalid");
        foreach (var (name, value) in ask.Route)
            http.Request.RouteValues[name] = value;
        foreach (var (name, value) in ask.Headers)
            http.Request.Headers[name] = value;
        if (ask.Key is { } key)
            http.Request.Headers["Idempotency-Key"] = key;
        if (ask.Who is { } who)
            http.Request.Headers.Authorization = $"Bearer {TokenOf(who.MemberId, who.OpenId)}";
        http.Request.ContentLength = ask.Body.Length;
        http.Request.ContentType = "application/json";
        using var request = new MemoryStream(ask.Body);
        using var answer = new MemoryStream();
        (http.Request.Body, http.Response.Body) = (request, answer);

        await _services.GetRequiredService<HttpDispatcher>().For(function)(http);
        await http.Response.CompleteAsync();
        return new Reply(http.Response.StatusCode, answer.ToArray());
    }

    /// <summary>Runs a queue's function.</summary>
    /// <returns>Whether it succeeded.</returns>
    public Task<bool> HandleAsync(string function, string text, IReadOnlyDictionary<string, object?> data) =>
        _services.GetRequiredService<FunctionRunner>().RunAsync(FunctionOf(function), BinaryData.FromString(text), data, CancellationToken.None);

    /// <summary>Runs a timer's function.</summary>
    public Task<bool> FireAsync(string function) =>
        _services.GetRequiredService<FunctionRunner>().RunAsync(FunctionOf(function), new TimerInfo(), LocalBindingContext.None, CancellationToken.None);

    private static Function FunctionOf(string name) => Shops.Functions.Find(name) ?? throw new ArgumentException($"There is no function {name}.", nameof(name));
}

/// <summary>A member with a session.</summary>
internal sealed record Who(string MemberId, string OpenId);

/// <summary>A request to a function.</summary>
internal sealed record Ask(string Function)
{
    public Who? Who { get; init; }

    public byte[] Body { get; init; } = [];

    public string? Key { get; init; }

    public IReadOnlyDictionary<string, string> Route { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public Ask With(object body) => this with { Body = JsonSerializer.SerializeToUtf8Bytes(body, JsonSerializerOptions.Web) };

    public Ask At(params IEnumerable<(string Name, string Value)> route) => this with { Route = route.ToDictionary(r => r.Name, r => r.Value, StringComparer.Ordinal) };
}

internal sealed record Reply(int Status, byte[] Body)
{
    public bool IsGood => Status is >= 200 and < 300;

    public JsonNode Json => JsonNode.Parse(Body) ?? throw new InvalidOperationException($"No JSON: {this}");

    public override string ToString() => $"{Status} {System.Text.Encoding.UTF8.GetString(Body)}";
}
