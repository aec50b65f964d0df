using CsCheck;

namespace WeCommerce.Storage.Tests.Contract;

/// <summary>What a random sequence can do to a queue. Messages are hidden for so long that no time need pass.</summary>
public abstract record MessageStep
{
    private MessageStep()
    {
    }

    public static Gen<List<MessageStep>> Sequences { get; } = Gen.Frequency(
        (3, Gen.Select(Gen.OneOf("x", "茶"), Gen.Bool, static (text, hidden) => (MessageStep)new Put(text, hidden))),
        (2, Gen.Const((MessageStep)new Get())),
        (1, Gen.Const((MessageStep)new Peek())),
        (2, Gen.Int[0, 9].Select(static n => (MessageStep)new Delete(n))),
        (2, Gen.Select(Gen.Int[0, 9], Gen.OneOf(null, "y"), Gen.Bool, static (n, text, hidden) => (MessageStep)new Update(n, text, hidden))),
        (1, Gen.Const((MessageStep)new Count()))).List[1, 16];

    public sealed record Put(string Text, bool IsHidden) : MessageStep;

    public sealed record Get : MessageStep;

    public sealed record Peek : MessageStep;

    /// <summary>By the n-th receipt that was ever given, stale or not.</summary>
    public sealed record Delete(int N) : MessageStep;

    public sealed record Update(int N, string? Text, bool IsHidden) : MessageStep;

    public sealed record Count : MessageStep;
}
