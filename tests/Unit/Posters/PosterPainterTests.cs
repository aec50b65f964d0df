using SkiaSharp;
using WeCommerce.Shop.Catalog;
using WeCommerce.Shop.Money;
using WeCommerce.Shop.Posters;
using WeCommerce.Unit.Orders;

namespace WeCommerce.Unit.Posters;

public sealed class PosterPainterTests : IDisposable
{
    private readonly PosterPainter _painter = new();

    [Fact]
    public async Task Poster_HasTheCodeAndThePicture_AtTheirPlaces()
    {
        using var poster = SKBitmap.Decode(await PaintAsync(picture: Picture(SKColors.Blue, 800, 600)));

        Assert.Equal((PosterPainter.Width, PosterPainter.Height), (poster.Width, poster.Height));
        Assert.Equal(SKColors.Blue, poster.GetPixel(375, 375));
        // Black above, green below: as the code was drawn.
        Assert.Equal((SKColors.Black, SKColors.Lime), (poster.GetPixel(605, 940), poster.GetPixel(605, 1090)));
        Assert.Equal(SKColors.White, poster.GetPixel(5, PosterPainter.Height - 5));
    }

    [Fact]
    public async Task PictureThatIsNone_IsDoneWithout()
    {
        var whole = Picture(SKColors.Red, 100, 100);
        // A small file that says that it is 60,000 × 60,000.
        var vast = (byte[])whole.Clone();
        new byte[] { 0, 0, 0xEA, 0x60, 0, 0, 0xEA, 0x60 }.CopyTo(vast, 16);
        var without = await PaintAsync();

        foreach (var hostile in new byte[][] { [], [.. "<html>404</html>"u8], vast, whole[..(whole.Length / 2)], Picture(SKColors.Red, 5000, 1) })
            Assert.Equal(without, await PaintAsync(hostile));
        Assert.NotEqual(without, await PaintAsync(whole));
    }

    [Fact]
    public async Task CodeThatIsNone_IsAnError() =>
        await Assert.ThrowsAsync<InvalidDataException>(() => _painter.PaintAsync(new Poster(Product("茶"), new Fen(1), "", null, null, [1, 2, 3]), TestContext.Current.CancellationToken));

    [Theory]
    [InlineData("")]
    [InlineData("明前龙井")]
    [InlineData("一个很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长的标题")]
    [InlineData("Averyveryveryveryveryveryveryveryveryveryveryveryveryveryveryveryveryverylongword")]
    [InlineData("龙井\n\t\u0000\u202e茶 👨‍👩‍👧‍👦🇨🇳 𠮷野家 e\u0301\ud800")]
    public async Task AnyTitle_IsPainted(string title)
    {
        var poster = await _painter.PaintAsync(new Poster(Product(title), new Fen(123_456_789), title, title, null, Code), TestContext.Current.CancellationToken);

        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], poster[..4]);
    }

    [Fact]
    public async Task Many_AtOnce_AreEachTheSame()
    {
        var all = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => PaintAsync())));

        Assert.All(all, poster => Assert.Equal(all[0], poster));
    }

    [Fact]
    public void Lines_BreakBetweenCharacters_AndSayThatThereIsMore()
    {
        using var stream = typeof(PosterPainter).Assembly.GetManifestResourceStream("poster.ttf");
        using var typeface = SKTypeface.FromStream(stream);
        using var font = new SKFont(typeface, 10);
        const string seen = "e\u0301";

        var lines = PosterText.Lines(string.Concat(Enumerable.Repeat(seen, 20)), font, font.MeasureText($"{seen}{seen}{seen}{seen}"), most: 2);

        Assert.Equal(2, lines.Count);
        Assert.EndsWith("…", lines[1], StringComparison.Ordinal);
        Assert.All(lines, line => Assert.True(line.TrimEnd('…').Length % seen.Length == 0, line));
        Assert.Equal(["a b"], PosterText.Lines("a b", font, 1000, most: 2));
        Assert.Empty(PosterText.Lines("", font, 1000, most: 2));
    }

    public void Dispose() => _painter.Dispose();

    private static byte[] Code
    {
        get
        {
            using var surface = SKSurface.Create(new SKImageInfo(430, 430));
            surface.Canvas.Clear(SKColors.Black);
            using var green = new SKPaint { Color = SKColors.Lime };
            surface.Canvas.DrawRect(0, 215, 430, 215, green);
            return Png(surface);
        }
    }

    private Task<byte[]> PaintAsync(byte[]? picture = null) =>
        _painter.PaintAsync(new Poster(Product("明前龙井"), new Fen(1990), "茶铺", "李雷", picture, Code), CancellationToken.None);

    private static Product Product(string title) =>
        new() { SpuId = Some.Spu("tea"), Title = title, Category = "茶叶", Skus = [new Sku(Some.Sku("tea-1"), "50g", new Fen(1990))] };

    private static byte[] Picture(SKColor colour, int width, int height)
    {
        using var surface = SKSurface.Create(new SKImageInfo(width, height));
        surface.Canvas.Clear(colour);
        return Png(surface);
    }

    private static byte[] Png(SKSurface surface)
    {
        using var image = surface.Snapshot();
        using var png = image.Encode(SKEncodedImageFormat.Png, 100);
        return png.ToArray();
    }
}
