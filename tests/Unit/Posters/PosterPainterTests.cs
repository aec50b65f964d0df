using System.Buffers.Binary;
using System.Text;
using SkiaSharp;
using WeCommerce.Shop.Posters;

namespace WeCommerce.Unit.Posters;

public sealed class PosterPainterTests : IDisposable
{
    private const int Cells = 11;

    private static readonly byte[] Code = Encoded(430, 430, canvas => DrawBoard(canvas, 430));
    private static readonly Poster Tea = new("明前西湖龙井", "¥168.00", "山里茶铺", "小明", null, Code);

    private readonly PosterPainter _painter = new();

    private SKFont Font => field ??= _painter.FontOf(20, bold: false);

    public void Dispose() => _painter.Dispose();

    [Fact]
    public void APoster_IsAPngOfItsSize()
    {
        var png = _painter.Paint(Tea);

        using var codec = SKCodec.Create(SKData.CreateCopy(png));
        Assert.Equal(SKEncodedImageFormat.Png, codec.EncodedFormat);
        Assert.Equal((PosterPainter.Width, PosterPainter.Height), (codec.Info.Width, codec.Info.Height));
    }

    [Theory]
    [InlineData(280, SKEncodedImageFormat.Png)]
    [InlineData(430, SKEncodedImageFormat.Jpeg)]
    [InlineData(1280, SKEncodedImageFormat.Jpeg)]
    [InlineData(110, SKEncodedImageFormat.Png)]
    public void TheCode_IsOnIt_CellByCell(int side, SKEncodedImageFormat format)
    {
        using var poster = Painted(Tea with { Code = Encoded(side, side, canvas => DrawBoard(canvas, side), format) });

        var square = PosterPainter.CodeSquare;
        for (var row = 0; row < Cells; row++)
            for (var column = 0; column < Cells; column++)
            {
                var (x, y) = (square.Left + ((column + 0.5f) * square.Width / Cells), square.Top + ((row + 0.5f) * square.Height / Cells));
                var pixel = poster.GetPixel((int)x, (int)y);
                Assert.True((row + column) % 2 == 0 ? pixel.Red < 60 : pixel.Red > 195, $"cell {row}, {column} is {pixel}");
            }
    }

    [Fact]
    public void AroundTheCode_IsWhite()
    {
        using var poster = Painted(Tea with { ShopName = Long("店"), Sharer = Long("人"), Price = "¥" + new string('9', 40), Title = Long("长") });

        var square = SKRectI.Round(PosterPainter.CodeSquare);
        for (var y = square.Top - 20; y < PosterPainter.Height; y++)
            for (var x = square.Left - 20; x < PosterPainter.Width; x++)
                if (!square.Contains(x, y))
                    Assert.Equal(SKColors.White, poster.GetPixel(x, y));
    }

    // Left, middle and right third in red, green and blue: of 900 × 300 only the middle is on the poster.
    [Theory]
    [InlineData(SKEncodedImageFormat.Jpeg)]
    [InlineData(SKEncodedImageFormat.Png)]
    [InlineData(SKEncodedImageFormat.Webp)]
    public void APicture_IsCutToItsMiddle(SKEncodedImageFormat format)
    {
        using var poster = Painted(Tea with { Picture = Encoded(900, 300, DrawThirds, format) });

        foreach (var (x, y) in new[] { (20, 20), (730, 20), (375, 375), (20, 730), (730, 730) })
            Assert.True(Near(poster.GetPixel(x, y), SKColors.Green), $"{x}, {y} is {poster.GetPixel(x, y)}");
    }

    // Exif 2.32: 6 is "the 0th row is the visual right-hand side, the 0th column is the visual top".
    [Theory]
    [InlineData(1, "red green / blue black")]
    [InlineData(2, "green red / black blue")]
    [InlineData(3, "black blue / green red")]
    [InlineData(4, "blue black / red green")]
    [InlineData(5, "red blue / green black")]
    [InlineData(6, "blue red / black green")]
    [InlineData(7, "black green / blue red")]
    [InlineData(8, "green black / red blue")]
    public void APhoto_StandsUpright(byte orientation, string expected)
    {
        using var poster = Painted(Tea with { Picture = WithOrientation(Encoded(400, 400, DrawQuarters, SKEncodedImageFormat.Jpeg), orientation) });

        Assert.Equal(expected, $"{NameAt(150, 150)} {NameAt(600, 150)} / {NameAt(150, 600)} {NameAt(600, 600)}");

        string NameAt(int x, int y) => poster.GetPixel(x, y) switch
        {
            { Red: > 200 } => "red",
            { Green: > 80 } => "green",
            { Blue: > 200 } => "blue",
            _ => "black",
        };
    }

    public static TheoryData<string, byte[]> Hostile => new()
    {
        { "empty", [] },
        { "text", Encoding.UTF8.GetBytes("<svg xmlns=\"http://www.w3.org/2000/svg\"/>") },
        { "truncated PNG", Encoded(900, 900, DrawThirds)[..^2000] },
        { "truncated JPEG", Encoded(900, 900, DrawThirds, SKEncodedImageFormat.Jpeg)[..^2000] },
        { "huge PNG", HugePng(60_000, 60_000) },
        { "too wide a PNG", HugePng(4097, 1) },
        { "too many pixels", HugePng(4096, 4096) },
        { "GIF", Convert.FromBase64String("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7") },
    };

    [Theory]
    [MemberData(nameof(Hostile))]
    public void AHostilePicture_IsNone(string what, byte[] picture)
    {
        Assert.True(_painter.Paint(Tea).AsSpan().SequenceEqual(_painter.Paint(Tea with { Picture = picture })), what);
    }

    [Theory]
    [MemberData(nameof(Hostile))]
    public void AHostileCode_IsTheSendersFault(string what, byte[] code)
    {
        Assert.Throws<InvalidDataException>(() => _painter.Paint(Tea with { Code = code }));
        Assert.NotEmpty(what);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   \n\t ")]
    [InlineData("👨‍👩‍👧‍👦🎁🧧")]
    [InlineData("新茶🍵上市\r\n限时\u0000特惠\u2028买一送一")]
    [InlineData("𠮷野家 㐂寿 堃 龘")]
    [InlineData("\ud83c half \udf81 a pair")]
    [InlineData("e\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301")]
    [InlineData("\u202eright to left\u202c שלום")]
    [InlineData("Supercalifragilisticexpialidocious-Supercalifragilisticexpialidocious-Supercalifragilisticexpialidocious")]
    public void AnyTitle_Paints(string title)
    {
        _painter.Paint(Tea with { Title = title });
        _painter.Paint(Tea with { Title = string.Concat(Enumerable.Repeat(title, 500)), Sharer = title, ShopName = title, Price = title });
    }

    [Fact]
    public void TheSamePoster_IsTheSameBytes()
    {
        using var other = new PosterPainter();

        Assert.Equal(_painter.Paint(Tea), _painter.Paint(Tea));
        Assert.Equal(_painter.Paint(Tea), other.Paint(Tea));
    }

    [Fact]
    public async Task EightThreads_PaintWhatOneDoes()
    {
        var posters = Enumerable.Range(0, 8).Select(n => Tea with { Title = $"{Tea.Title} {n} 号", Picture = Encoded(600 + n, 600, DrawThirds) }).ToList();
        var alone = posters.Select(_painter.Paint).ToList();

        var together = await Task.WhenAll(posters.Select(p => Task.Factory.StartNew(() => _painter.Paint(p), TaskCreationOptions.LongRunning)));

        Assert.Equal(alone, together);
    }

    [Theory]
    [InlineData("新茶🍵上市\r\n限时\u0000特惠\u2028买一送一", "新茶上市 限时 特惠 买一送一")]
    [InlineData("  龙\u3000\t井  ", "龙 井")]
    [InlineData("龙👨‍👩‍👧‍👦井\u200b\u202e龘1\ufe0f\u20e3", "龙井1")]
    [InlineData("Cafe\u0301 \ud83c café", "Cafe café")]
    [InlineData("👍🏽🎁", "")]
    public void WhatCannotBeDrawn_IsLeftOut(string text, string drawn) => Assert.Equal(drawn, string.Concat(PosterText.Lines(text, Font, 10_000, 1)));

    [Fact]
    public void ALongTitle_HasTwoLinesAndAnEllipsis()
    {
        var lines = PosterText.Lines(Long("赣南脐橙，"), Font, 600, 2);

        Assert.Equal(2, lines.Count);
        Assert.EndsWith("…", lines[1], StringComparison.Ordinal);
        Assert.All(lines, line => Assert.InRange(Font.MeasureText(line), 400, 600));
    }

    // The font is 20 pixels for each Chinese character: ten of them fill a line.
    [Theory]
    [InlineData("一二三四五六七八九十，百千", "一二三四五六七八九|十，百千")]
    [InlineData("一二三四五六七八九（百千）", "一二三四五六七八九|（百千）")]
    [InlineData("一二三四五六七八 Longjing", "一二三四五六七八|Longjing")]
    [InlineData("一二三四五六七八九十 百千", "一二三四五六七八九十|百千")]
    [InlineData("一二三四五六七八九十", "一二三四五六七八九十")]
    public void ALine_BreaksWhereItMay(string title, string expected) => Assert.Equal(expected, string.Join('|', PosterText.Lines(title, Font, 200, 2)));

    private static string Long(string element) => string.Concat(Enumerable.Repeat(element, 300));

    private SKBitmap Painted(Poster poster) => SKBitmap.Decode(_painter.Paint(poster));

    private static byte[] Encoded(int width, int height, Action<SKCanvas> draw, SKEncodedImageFormat format = SKEncodedImageFormat.Png)
    {
        using var bitmap = new SKBitmap(width, height);
        using var canvas = new SKCanvas(bitmap);
        canvas.Clear(SKColors.White);
        draw(canvas);
        using var data = bitmap.Encode(format, 95);
        return data.ToArray();
    }

    private static void DrawBoard(SKCanvas canvas, int side)
    {
        using var paint = new SKPaint { Color = SKColors.Black };
        var cell = (float)side / Cells;
        for (var n = 0; n < Cells * Cells; n += 2)
            canvas.DrawRect(SKRect.Create(n % Cells * cell, n / Cells * cell, cell, cell), paint);
    }

    private static void DrawThirds(SKCanvas canvas)
    {
        var third = canvas.DeviceClipBounds.Width / 3f;
        DrawColours(canvas, [(0, 0, SKColors.Red), (1, 0, SKColors.Green), (2, 0, SKColors.Blue)], third);
    }

    private static void DrawQuarters(SKCanvas canvas) =>
        DrawColours(canvas, [(0, 0, SKColors.Red), (1, 0, SKColors.Green), (0, 1, SKColors.Blue), (1, 1, SKColors.Black)], 200);

    private static void DrawColours(SKCanvas canvas, (int Column, int Row, SKColor Colour)[] fields, float side)
    {
        foreach (var (column, row, colour) in fields)
        {
            using var paint = new SKPaint { Color = colour };
            canvas.DrawRect(SKRect.Create(column * side, row * side, side, canvas.DeviceClipBounds.Height), paint);
        }
    }

    private static bool Near(SKColor one, SKColor other) =>
        Math.Abs(one.Red - other.Red) + Math.Abs(one.Green - other.Green) + Math.Abs(one.Blue - other.Blue) < 40;

    // A header that promises more than there is. (PNG, RFC 2083, 4.1.1)
    private static byte[] HugePng(int width, int height)
    {
        var png = Encoded(1, 1, static _ => { });
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(16), width);
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(20), height);
        BinaryPrimitives.WriteUInt32BigEndian(png.AsSpan(29), Crc(png.AsSpan(12, 17)));
        return png;
    }

    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xedb88320;
        }
        return ~crc;
    }

    // A JPEG with an APP1 segment of one tag, 0x0112. (Exif 2.32, 4.6)
    private static byte[] WithOrientation(byte[] jpeg, byte orientation)
    {
        byte[] app1 =
        [
            0xff, 0xe1, 0, 34, (byte)'E', (byte)'x', (byte)'i', (byte)'f', 0, 0, (byte)'M', (byte)'M', 0, 42, 0, 0, 0, 8,
            0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0,
        ];
        return [.. jpeg[..2], .. app1, .. jpeg[2..]];
    }
}
