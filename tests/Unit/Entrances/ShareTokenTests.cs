using CsCheck;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using WeCommerce.Shop.Entrances;
using WeCommerce.Shop.Http;
using WeCommerce.Shop.Members;
using WeCommerce.Storage;
using WeCommerce.Unit.Orders;
using WeCommerce.WeChat.Codes;

namespace WeCommerce.Unit.Entrances;

public sealed class ShareTokenTests
{
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private static readonly string Key = Convert.ToBase64String(new byte[32]);
    private static readonly string OtherKey = Convert.ToBase64String(Enumerable.Repeat((byte)1, 32).ToArray());

    private readonly FakeTimeProvider _time = new(Some.Noon);
    private readonly MemberId _member;

    public ShareTokenTests() => _member = MemberId.New(new Ids(_time));

    [Fact]
    public void Token_NamesItsMember_AndFitsAScene()
    {
        var tokens = Tokens();
        var (token, expiresAt) = tokens.Make(_member);

        Assert.Equal(CodeRules.MostOfAScene, token.Length);
        Assert.True(CodeRules.IsScene(token));
        Assert.Equal(_member, tokens.Read(token, _time.GetUtcNow()));
        Assert.Equal(token, tokens.Make(_member).Token);
        Assert.NotNull(tokens.Read(token, expiresAt.AddSeconds(-1)));
        Assert.Null(tokens.Read(token, expiresAt));
    }

    // Another member's name on it, another day, or anything else changed: nobody's.
    [Fact]
    public void Changed_InAnyCharacter_IsNobodys()
    {
        var tokens = Tokens();
        var token = tokens.Make(_member).Token;

        for (var at = 0; at < token.Length; at++)
        {
            foreach (var other in Alphabet.Append('~').Append('a').Where(c => c != token[at]))
                Assert.Null(tokens.Read($"{token[..at]}{other}{token[(at + 1)..]}", _time.GetUtcNow()));
        }
    }

    [Fact]
    public void OtherTexts_AreNobodys() =>
        Gen.String[0, 40].Sample(text => Assert.Null(Tokens().Read(text, _time.GetUtcNow())));

    [Fact]
    public void Members_AllHaveTokensOfTheirOwn() => Gen.Int[0, 10_000].Sample(day =>
    {
        var time = new FakeTimeProvider(Some.Noon.AddDays(day));
        var (tokens, member) = (Tokens(time: time), MemberId.New(new Ids(time)));
        Assert.Equal(member, tokens.Read(tokens.Make(member).Token, time.GetUtcNow()));
    });

    [Fact]
    public void KeyBeforeTheLastChange_StaysGood_AndForeignOnesNeverAre()
    {
        var token = Tokens().Make(_member).Token;

        Assert.Equal(_member, Tokens(OtherKey, Key).Read(token, _time.GetUtcNow()));
        Assert.Null(Tokens(OtherKey).Read(token, _time.GetUtcNow()));
        Assert.Null(Tokens().Read(null, _time.GetUtcNow()));
    }

    private ShareTokens Tokens(string? key = null, string? previous = null, TimeProvider? time = null) => new(
        Options.Create(new SessionOptions { SigningKey = key ?? Key, PreviousSigningKey = previous }), Options.Create(new EntranceOptions()), time ?? _time);
}
