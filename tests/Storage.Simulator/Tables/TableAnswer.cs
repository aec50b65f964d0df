using System.Text.Json.Nodes;
using WeCommerce.Storage.Simulator.Wire;

namespace WeCommerce.Storage.Simulator.Tables;

/// <summary>A refusal in Table Storage's form.</summary>
internal static class TableAnswer
{
    public static Answer Of(Refusal refusal)
    {
        var error = new JsonObject
        {
            ["odata.error"] = new JsonObject
            {
                ["code"] = refusal.Code,
                ["message"] = new JsonObject { ["lang"] = "en-US", ["value"] = refusal.Message },
            },
        };
        return Answer.Text(refusal.Status, "application/json;odata=minimalmetadata;streaming=true;charset=utf-8", error.ToJsonString());
    }
}
