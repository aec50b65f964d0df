using System.Security.Cryptography;
using Azure.Data.Tables;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace WeCommerce.Storage.Tests;

public sealed class VaultTests
{
    private const string Secret = "13800138000 龙井路 1 号";

    private static readonly SealedPlace Here = new("Members", "0123456789ABC", "profile", "Profile");
    private static readonly string One = NewKey();
    private static readonly string Two = NewKey();

    private readonly Vault _vault = VaultOf("k1", ("k1", One));

    [Theory]
    [InlineData("")]
    [InlineData(Secret)]
    public void Sealed_OpensWhereItWasSealed(string text)
    {
        var closed = _vault.Seal(Here, text);

        Assert.Matches("^v1[.]k1[.][A-Za-z0-9_-]+$", closed);
        Assert.Equal(text, _vault.Open(Here, closed));
    }

    [Fact]
    public void Sealed_Twice_IsNotTheSame() => Assert.NotEqual(_vault.Seal(Here, Secret), _vault.Seal(Here, Secret));

    public static TheoryData<SealedPlace> Elsewhere { get; } =
    [
        Here with { Table = "Identities" },
        Here with { PartitionKey = "0123456789ABD" },
        Here with { RowKey = "addresses" },
        Here with { Column = "Addresses" },
        Here with { PartitionKey = "0123456789ABCprofile", RowKey = "" },
    ];

    [Theory]
    [MemberData(nameof(Elsewhere))]
    public void Sealed_ForOnePlace_DoesNotOpenInAnother(SealedPlace elsewhere)
    {
        var closed = _vault.Seal(Here, Secret);

        var e = Assert.Throws<InvalidDataException>(() => _vault.Open(elsewhere, closed));
        Assert.Contains(elsewhere.Column, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Sealed_WithAnyBitChanged_DoesNotOpen()
    {
        var closed = _vault.Seal(Here, Secret);

        for (var at = 0; at < closed.Length; at++)
        {
            for (var bit = 0; bit < 7; bit++)
            {
                var text = closed.ToCharArray();
                text[at] ^= (char)(1 << bit);
                var e = Assert.ThrowsAny<Exception>(() => _vault.Open(Here, new string(text)));
                Assert.True(e is InvalidDataException or UnknownVaultKeyException, $"{at}.{bit}: {e}");
            }
        }
    }

    [Fact]
    public void Sealed_CutShort_DoesNotOpen()
    {
        var closed = _vault.Seal(Here, Secret);
        for (var length = 0; length < closed.Length; length++)
            Assert.Throws<InvalidDataException>(() => _vault.Open(Here, closed[..length]));
    }

    [Fact]
    public void Sealed_WithAKeyThatIsListed_Opens_AndTheCurrentOneSeals()
    {
        var (old, later) = (VaultOf("k1", ("k1", One), ("k2", Two)), VaultOf("k2", ("k1", One), ("k2", Two)));

        Assert.Equal(Secret, later.Open(Here, old.Seal(Here, Secret)));
        Assert.Equal(Secret, old.Open(Here, later.Seal(Here, Secret)));
        Assert.StartsWith("v1.k2.", later.Seal(Here, Secret), StringComparison.Ordinal);
    }

    [Fact]
    public void Sealed_WithAKeyThatIsNotListed_SaysWhichKeyIsMissing()
    {
        var closed = VaultOf("k2", ("k2", Two)).Seal(Here, Secret);

        var e = Assert.Throws<UnknownVaultKeyException>(() => _vault.Open(Here, closed));
        Assert.Contains("Vault__Keys__k2", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Sealed_WithAnotherKeyOfTheSameId_DoesNotOpen() =>
        Assert.Throws<InvalidDataException>(() => VaultOf("k1", ("k1", Two)).Open(Here, _vault.Seal(Here, Secret)));

    // Azure: 64 KiB a column.
    [Fact]
    public void LongValue_GoesOnInFurtherColumns()
    {
        var partition = new PartitionId(Here.Table, Here.PartitionKey);
        var value = new string('路', 60_000);
        var row = Rows.New("profile").WithSealedJson(_vault, partition, "Profile", value);
        row.PartitionKey = partition.Key;

        Assert.All(row.Select(c => c.Value).OfType<string>(), text => Assert.InRange(text.Length, 0, 32 * 1024));
        Assert.Equal(value, row.ReadSealedJson<string>(_vault, partition.Table, "Profile"));
    }

    [Fact]
    public void PlainValue_FromBefore_IsReadAsItIs()
    {
        var row = new TableEntity(Here.PartitionKey, Here.RowKey).WithJson("Profile", new[] { Secret });

        Assert.Equal([Secret], row.ReadSealedJson<string[]>(_vault, Here.Table, "Profile"));
        Assert.Null(row.ReadSealed(_vault, Here.Table, "Phone"));
        Assert.Throws<InvalidDataException>(() => row.ReadSealedJson<string[]>(_vault, Here.Table, "Phone"));
    }

    [Fact]
    public void Settings_ThatAreNone_AreAllNamed()
    {
        Assert.Contains("openssl rand -base64 32", Assert.Single(Faults()), StringComparison.Ordinal);
        var faults = Faults(("Vault:Keys:k1", Convert.ToBase64String(new byte[31])), ("Vault:Keys:a-key", One), ("Vault:Current", "k2"));
        foreach (var setting in new[] { "Vault__Keys__k1 ", "Vault__Keys__a-key:", "Vault__Current " })
            Assert.Single(faults, f => f.StartsWith(setting, StringComparison.Ordinal));
        Assert.Empty(Faults(("Vault:Keys:k1", One), ("Vault:Keys:2026", Two), ("Vault:Current", "K1")));
    }

    [Fact]
    public void Settings_WithAWrongKey_DoNotRepeatIt()
    {
        const string almost = "aWYgdGhpcyBpcyBzZWVuLCBpdCBsZWFrZWQ=";
        Assert.DoesNotContain(Faults(("Vault:Keys:k1", almost), ("Vault:Current", "k1")), f => f.Contains(almost, StringComparison.Ordinal));
    }

    private static string NewKey() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    private static Vault VaultOf(string current, params (string Id, string Key)[] keys) =>
        Services([.. keys.Select(k => ($"Vault:Keys:{k.Id}", k.Key)), ("Vault:Current", current)]).GetRequiredService<Vault>();

    private static IReadOnlyList<string> Faults(params (string Key, string Value)[] settings)
    {
        try
        {
            Services(settings).GetRequiredService<Vault>();
            return [];
        }
        catch (OptionsValidationException e)
        {
            return [.. e.Failures];
        }
    }

    private static ServiceProvider Services(params (string Key, string Value)[] settings) => new ServiceCollection()
        .AddSingleton<IConfiguration>(
            new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => KeyValuePair.Create<string, string?>(s.Key, s.Value))).Build())
        .AddVault()
        .BuildServiceProvider();
}
