using System.Text.Json.Nodes;
using WeCommerce.Simulator.Accounts;
using WeCommerce.Simulator.Behaviour;
using WeCommerce.Simulator.Bills;
using WeCommerce.Simulator.Books;
using WeCommerce.Simulator.Keys;
using WeCommerce.Simulator.Messages;
using WeCommerce.Simulator.Notifies;
using WeCommerce.Simulator.Pay;
using WeCommerce.Simulator.Shipping;

namespace WeCommerce.Simulator.Play;

/// <summary>How the simulator behaves, its keys, and a clean slate.</summary>
internal sealed class ControlEndpoints(
    CurrentBehaviour behaviour,
    PlatformKeys keys,
    StateFile stateFile,
    Schedule schedule,
    Notifier notifier,
    Trades trades,
    BillFiles billFiles,
    Shipments shipments,
    Outbox outbox,
    Relations relations,
    FollowerEndpoints followers,
    People people,
    AccessTokens tokens,
    LoginCodes loginCodes,
    PhoneCodes phoneCodes,
    SessionKeys sessionKeys)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/simulator/health", () => PlayJson.Ok(new { status = "ok" }));
        routes.MapGet("/simulator/behaviour", () => PlayJson.Ok(behaviour.Now));
        routes.MapPut("/simulator/behaviour", BehaveAsync);
        routes.MapGet("/simulator/keys", Keys);
        routes.MapPost("/simulator/keys/rotate", Rotate);
        routes.MapPost("/simulator/reset", Reset);
        routes.MapGet("/", () => Results.Stream(Page(), "text/html; charset=utf-8"));
        routes.Map("/simulator/{**rest}", () =>
            PlayJson.Refuse("UNKNOWN_PATH", "The simulator has no such endpoint.", StatusCodes.Status404NotFound));
    }

    private static Stream Page() => typeof(ControlEndpoints).Assembly.GetManifestResourceStream("page.html")
        ?? throw new InvalidOperationException("page.html is not embedded.");

    private async Task<IResult> BehaveAsync(HttpRequest request)
    {
        var (patch, error) = await PlayJson.ReadAsync<JsonObject>(request);
        if (patch is null)
            return error!;
        return behaviour.Patch(patch) is { } wrong ? PlayJson.Refuse("BAD_BEHAVIOUR", wrong) : PlayJson.Ok(behaviour.Now);
    }

    private IResult Keys() => PlayJson.Ok(new
    {
        publicKeyId = keys.PublicKey.Serial,
        publicKeyPem = keys.PublicKey.PublicKeyPem,
        certificates = keys.Certificates.Select(c => new { c.SerialNo, c.CertificatePem, c.EffectiveTime, c.ExpireTime }),
    });

    private IResult Rotate()
    {
        var certificate = keys.Rotate();
        stateFile.Remember();
        return PlayJson.Ok(new { certificate.SerialNo, certificate.CertificatePem });
    }

    private IResult Reset()
    {
        schedule.Clear();
        notifier.Clear();
        trades.Clear();
        billFiles.Clear();
        shipments.Clear();
        outbox.Clear();
        relations.Clear();
        followers.Clear();
        people.Clear();
        tokens.Clear();
        loginCodes.Clear();
        phoneCodes.Clear();
        sessionKeys.Clear();
        behaviour.Reset();
        return Results.NoContent();
    }
}
