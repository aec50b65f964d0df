using System.Text.Json;
using System.Text.Json.Nodes;
using WeCommerce.Simulator.Wire;

namespace WeCommerce.Simulator.Behaviour;

/// <summary>The behaviour in force.</summary>
internal sealed class CurrentBehaviour(long? balanceFen)
{
    private readonly Lock _gate = new();
    private volatile BehaviourSettings _now = new() { Refund = new() { BalanceFen = balanceFen } };

    public event EventHandler? Changed;

    public BehaviourSettings Now => _now;

    /// <summary>Applies the fields given; the others stay. Answers what is wrong with them, or null.</summary>
    public string? Patch(JsonObject patch)
    {
        BehaviourSettings changed;
        lock (_gate)
        {
            var merged = JsonSerializer.SerializeToNode(_now, WireJson.Own)!.AsObject();
            Merge(merged, patch);
            try
            {
                changed = merged.Deserialize<BehaviourSettings>(WireJson.Own)!;
            }
            catch (JsonException e)
            {
                return e.Message;
            }
            if (changed.Error() is { } error)
                return error;
            _now = changed;
        }
        Changed?.Invoke(this, EventArgs.Empty);
        return null;
    }

    public void Reset()
    {
        lock (_gate)
            _now = new();
        Changed?.Invoke(this, EventArgs.Empty);
    }

    /// <summary>The failure that this call was told to be, if any; it is used up.</summary>
    public FailNext? TakeFailure(string path)
    {
        lock (_gate)
        {
            if (_now.FailNext is not { } next || (next.Path is { } prefix && !path.StartsWith(prefix, StringComparison.Ordinal)))
                return null;
            _now = _now with { FailNext = next.Count > 1 ? next with { Count = next.Count - 1 } : null };
            return next;
        }
    }

    /// <summary>Takes it from the merchant's money, or leaves it when it is not there.</summary>
    public bool TrySpend(long fen)
    {
        lock (_gate)
        {
            if (_now.Refund.BalanceFen < fen)
                return false;
            Earn(-fen);
            return true;
        }
    }

    public void Earn(long fen)
    {
        lock (_gate)
            _now = _now with { Refund = _now.Refund with { BalanceFen = _now.Refund.BalanceFen + fen } };
    }

    private static void Merge(JsonObject into, JsonObject patch)
    {
        foreach (var (name, value) in patch)
        {
            // failNext is one instruction: it is replaced, never mixed with the one before.
            if (value is JsonObject inner && into[name] is JsonObject existing && name != "failNext")
                Merge(existing, inner);
            else
                into[name] = value?.DeepClone();
        }
    }
}
