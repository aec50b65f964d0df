using Microsoft.Azure.Functions.Worker;

namespace WeCommerce.LocalHost.Tests.Worker;

/// <summary>What compiles against LocalHost must compile against the real packages: LocalHost declares nothing that they lack.</summary>
public sealed class WorkerApiTests
{
    private static readonly Type[] Declared =
        [.. typeof(FunctionContext).Assembly.GetExportedTypes().Where(type => type.Namespace!.StartsWith("Microsoft", StringComparison.Ordinal))];

    [Fact]
    public void Declarations_AreThoseOfTheRealPackages()
    {
        Assert.True(Declared.Length > 30);
        Assert.Empty(WorkerApi.Load().Differences(Declared));
    }

    [Fact]
    public void OtherPublicTypes_AreLocalHostsOwn()
    {
        var others = typeof(FunctionContext).Assembly.GetExportedTypes().Except(Declared).Select(type => type.FullName);

        Assert.Equal(["WeCommerce.LocalHost.InvalidAppException", "WeCommerce.LocalHost.LocalHostOptions"], others.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void MadeUpType_IsFound() => Assert.Equal(
        ["WeCommerce.LocalHost.Tests.Worker | WorkerApiTests: there is no such type."], WorkerApi.Load().Differences([typeof(WorkerApiTests)]));

    [Theory]
    [InlineData("   bool IsPastDue { get; set; }", null, "there is no bool IsPastDue")]
    [InlineData("   bool IsPastDue { get; set; }", "   bool IsPastDue { get; }", "there is no bool IsPastDue")]
    [InlineData("   bool IsPastDue { get; set; }", "   bool? IsPastDue { get; set; }", "there is no bool IsPastDue")]
    [InlineData("Microsoft.Azure.Functions.Worker | class TimerInfo", "Microsoft.Azure.Functions.Worker | sealed class TimerInfo", "it is ")]
    [InlineData("   ctor()", "   ctor(int made)", "there is no ctor()")]
    [InlineData("   bool IsPastDue { get; set; }", "   bool IsPastDue { get; set; }\n   abstract int More { get; }", "it lacks abstract int More")]
    [InlineData("   ctor()", "   [AttributeUsage(Method)]\n   ctor()", "it lacks [AttributeUsage(Method)]")]
    public void Difference_IsFound(string line, string? instead, string expected)
    {
        string[] real =
        [
            "Microsoft.Azure.Functions.Worker | class TimerInfo",
            "   ctor()",
            "   ScheduleStatus ScheduleStatus { get; set; }",
            "   bool IsPastDue { get; set; }",
        ];
        Assert.Empty(new WorkerApi(real).Differences([typeof(TimerInfo)]));

        var changed = real.SelectMany(other => other != line ? [other] : instead?.Split('\n') ?? []);

        Assert.Contains(expected, Assert.Single(new WorkerApi(changed).Differences([typeof(TimerInfo)])), StringComparison.Ordinal);
    }
}
