namespace WeCommerce.Checker.Rules;

/// <summary>When nothing is under way any more: nothing is left to be done, and what could not be done is a task.</summary>
internal static class QuietRules
{
    public static IEnumerable<Violation> Check(Store store)
    {
        foreach (var effect in store.Rows.Where(r => r.RowKey.StartsWith("effect!", StringComparison.Ordinal)))
            yield return new("no effect is left", $"{effect}: {effect.Text("Kind")}, {effect.Number("Attempts")} attempts, {effect.Text("Effect")}");
        foreach (var message in store.Messages)
            yield return new("no message is left", $"{message}");
        foreach (var poison in store.Of("Poison"))
        {
            var message = poison.Json("Message");
            if (!store.HasTask("PoisonMessage", message.Text("id").Replace('.', '_')))
                yield return new("a poison message is a task", $"{poison}");
        }
    }
}
