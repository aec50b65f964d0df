using WeCommerce.Shop.Tasks;

namespace WeCommerce.Unit.Tasks;

public sealed class TaskIdTests
{
    [Fact]
    public void Of_APlainSubject_NamesIt() => Assert.Equal("ShippingDue-20261123", TaskId.Of(TaskKind.ShippingDue, "20261123").Value);

    [Theory]
    [InlineData("a/b")]
    [InlineData("#?\\")]
    [InlineData("订单 1")]
    [InlineData("x!again")]
    [InlineData("")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789")]
    public void Of_AnySubject_IsAKeyAndAPartOfAnAddress(string about)
    {
        var id = TaskId.Of(TaskKind.ReconciliationDifference, about);

        Assert.True(TaskId.TryParse(id.Value, out var read));
        Assert.Equal(id, read);
        Assert.Equal(id.Value, Uri.EscapeDataString(id.Value));
    }

    [Fact]
    public void Of_DifferentSubjects_AreDifferent()
    {
        string[] subjects = ["a", "a ", "A", "a!", "a/", "/a", "a-b", "a.b", "b"];

        Assert.Equal(subjects.Length * 2, subjects.SelectMany(s => new[] { TaskId.Of(TaskKind.RefundStuck, s), TaskId.Of(TaskKind.RefundRefused, s) }).Distinct().Count());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("a!b")]
    [InlineData("a b")]
    public void TryParse_WhatIsNone_IsFalse(string? text) => Assert.False(TaskId.TryParse(text, out _));
}
