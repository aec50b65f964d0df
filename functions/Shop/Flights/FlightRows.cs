using Azure.Data.Tables;
using WeCommerce.Shop.Orders;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Flights;

/// <summary>What happened to an order, in one partition an order, by time. Notifies by day, likewise.</summary>
internal static class FlightRows
{
    /// <summary>Before and behind every key.</summary>
    public const string First = "0";

    /// <inheritdoc cref="First"/>
    public const string End = "A";

    public static TableEntity Of(Flight flight, Ids ids)
    {
        var row = Rows.New($"{SortableInstant.Of(flight.At)}-{ids.Random(6)}");
        row["At"] = flight.At;
        row["Kind"] = $"{flight.Kind}";
        row["Name"] = flight.Name;
        row["Outcome"] = flight.Outcome;
        row["Milliseconds"] = flight.Duration.TotalMilliseconds;
        row["TraceId"] = flight.TraceId;
        row["RequestId"] = flight.RequestId;
        row["NotifyId"] = flight.NotifyId?.Value;
        return row;
    }

    public static Flight FlightOf(OrderId order, TableEntity row) => new(
        order,
        row.GetDateTimeOffset("At") ?? default,
        Enum.Parse<FlightKind>(row.GetString("Kind")),
        row.GetString("Name"),
        row.GetString("Outcome"),
        TimeSpan.FromMilliseconds(row.GetDouble("Milliseconds") ?? 0),
        row.GetString("TraceId"),
        row.GetString("RequestId"),
        NotifyId.TryParse(row.GetString("NotifyId"), out var notify) ? notify : null);

    public static TableEntity Of(KeptNotify notify)
    {
        var row = Rows.New(notify.NotifyId.RowKey);
        row["At"] = notify.At;
        row["Endpoint"] = notify.Endpoint;
        row["Verdict"] = notify.Verdict;
        row["Status"] = notify.Status;
        row["Code"] = notify.Code;
        row["Body"] = notify.Body;
        return row.WithJson("Headers", notify.Headers);
    }

    public static KeptNotify NotifyOf(TableEntity row) => new(
        NotifyId.TryParse($"{row.PartitionKey}.{row.RowKey}", out var id) ? id : throw new InvalidDataException($"Row {row.RowKey} is no notify."),
        row.GetDateTimeOffset("At") ?? default,
        row.GetString("Endpoint"),
        row.ReadJson<Dictionary<string, string>>("Headers"),
        row.GetBinary("Body"),
        row.GetString("Verdict"),
        row.GetInt32("Status") ?? 0,
        row.GetString("Code"));
}
