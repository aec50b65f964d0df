using SkiaSharp;
using WeCommerce.Shop.Catalog;

namespace WeCommerce.Shop.Posters;

/// <summary>
/// Draws sharing posters (海报). The same poster is the same bytes on every machine of a kind: the font comes with the shop. May be used by many threads at once.
/// </summary>
internal sealed class PosterPainter : IDisposable
{
    /// <summary>In pixels.</summary>
    public const int Width = 750;

    /// <summary>In pixels.</summary>
    public const int Height = 1206;

    private const float Margin = 40;
    private const float CodeSide = 220;
    private const float TitleWidth = Width - (2 * Margin);
    private const float LeftWidth = Width - (3 * Margin) - CodeSide;
    private const float LargestText = 64;

    private static readonly SKColor Red = new(0xe1, 0x25, 0x1b);
    private static readonly SKColor Ink = new(0x22, 0x22, 0x22);
    private static readonly SKColor Grey = new(0x88, 0x88, 0x88);
    private static readonly SKColor Hairline = new(0xec, 0xec, 0xec);

    /// <summary>Where the picture is.</summary>
    internal static readonly SKRect PictureSquare = SKRect.Create(0, 0, Width, Width);

    /// <summary>Where the code is; white around it, as scanners want.</summary>
    internal static readonly SKRect CodeSquare = SKRect.Create(Width - Margin - CodeSide, Height - Margin - CodeSide, CodeSide, CodeSide);

    // For photographs nearly as small as the best there is, in half the time.
    private static readonly SKPngEncoderOptions Png = new(SKPngEncoderFilterFlags.Paeth, zLibLevel: 4);

    private readonly SemaphoreSlim _turns = new(Environment.ProcessorCount);
    private readonly SKTypeface _typeface = LoadTypeface();

    /// <inheritdoc cref="Paint"/>
    /// <remarks>One at a time for each processor: whoever asks for many waits, and the shop goes on selling.</remarks>
    public async Task<byte[]> PaintAsync(Poster poster, CancellationToken cancellation)
    {
        await _turns.WaitAsync(cancellation);
        try
        {
            return Paint(poster);
        }
        finally
        {
            _turns.Release();
        }
    }

    /// <summary>A PNG of <see cref="Width"/> × <see cref="Height"/> pixels.</summary>
    /// <exception cref="InvalidDataException">The code is no picture: what gave it did not answer as it should.</exception>
    public byte[] Paint(Poster poster)
    {
        using var code = PosterPicture.Decode(poster.Code, (int)CodeSide) ?? throw new InvalidDataException("The mini-program code is no picture.");
        using var picture = poster.Picture is { } encoded ? PosterPicture.Decode(encoded, Width) : null;
        using var bitmap = new SKBitmap(new SKImageInfo(Width, Height, SKColorType.Rgba8888, SKAlphaType.Opaque, SKColorSpace.CreateSrgb()));
        using (var canvas = new SKCanvas(bitmap))
        {
            canvas.Clear(SKColors.White);
            if (picture is not null)
                picture.Fill(canvas, PictureSquare);
            else
                DrawField(canvas, poster.Title);
            DrawWords(canvas, poster);
            code.Fit(canvas, CodeSquare);
        }
        using var pixels = bitmap.PeekPixels();
        using var png = pixels.Encode(Png) ?? throw new InvalidOperationException("The poster could not be encoded.");
        return png.ToArray();
    }

    public void Dispose()
    {
        _turns.Dispose();
        _typeface.Dispose();
    }

    // For a product without a picture: a field with the title's first letter, in the colours of the covers that the shop draws.
    private void DrawField(SKCanvas canvas, string title)
    {
        var (light, deep) = Covers.ColoursOf(title);
        var colour = SKColor.Parse(deep);
        using var paint = new SKPaint { IsAntialias = true, Color = SKColor.Parse(light) };
        canvas.DrawRect(PictureSquare, paint);
        paint.Color = colour.WithAlpha(0x24);
        canvas.DrawCircle(PictureSquare.MidX, PictureSquare.MidY, 250, paint);
        using var font = FontOf(260, bold: false);
        if (PosterText.ElementsOf(title, font).FirstOrDefault(static e => char.IsLetterOrDigit(e[0])) is not { } first)
            return;
        // Centred by its ink: the font's own box leaves room for accents above.
        font.MeasureText(first, out var ink);
        paint.Color = colour;
        canvas.DrawText(first, PictureSquare.MidX - ink.MidX, PictureSquare.MidY - ink.MidY, SKTextAlign.Left, font, paint);
    }

    private void DrawWords(SKCanvas canvas, Poster poster)
    {
        using var paint = new SKPaint { IsAntialias = true, Color = Ink };
        using var titleFont = FontOf(38, bold: true);
        var lines = PosterText.Lines(poster.Title, titleFont, TitleWidth, 2);
        // A single line stands where two would have their middle.
        var y = lines.Count == 1 ? 843f : 816f;
        foreach (var line in lines)
        {
            canvas.DrawText(line, Margin, y, SKTextAlign.Left, titleFont, paint);
            y += 54;
        }

        var sharer = SharedBy(poster.Sharer);
        DrawPrice(canvas, poster.Price, sharer.Length > 0 ? 984 : 1020, paint);
        DrawLine(canvas, sharer, 1044, 30, Ink, paint);
        DrawLine(canvas, "长按识别小程序码", 1092, 26, Grey, paint);
        paint.Color = Hairline;
        canvas.DrawRect(SKRect.Create(Margin, 1118, LeftWidth, 2), paint);
        DrawLine(canvas, poster.ShopName, 1160, 26, Grey, paint);
    }

    private void DrawPrice(SKCanvas canvas, string price, float y, SKPaint paint)
    {
        using var font = FontOf(LargestText, bold: true);
        var text = string.Concat(PosterText.ElementsOf(price, font));
        font.Size = Math.Min(LargestText, LargestText * LeftWidth / Math.Max(1, font.MeasureText(text)));
        paint.Color = Red;
        canvas.DrawText(text, Margin, y, SKTextAlign.Left, font, paint);
    }

    private void DrawLine(SKCanvas canvas, string text, float y, float size, SKColor colour, SKPaint paint)
    {
        using var font = FontOf(size, bold: false);
        paint.Color = colour;
        foreach (var line in PosterText.Lines(text, font, LeftWidth, 1))
            canvas.DrawText(line, Margin, y, SKTextAlign.Left, font, paint);
    }

    // A long nickname is cut, what it is about is not.
    private string SharedBy(string? sharer)
    {
        const string Recommends = " 推荐给你";
        using var font = FontOf(30, bold: false);
        var names = PosterText.Lines(sharer ?? "", font, LeftWidth - font.MeasureText(Recommends), 1);
        return names is [var name] ? name + Recommends : "";
    }

    // Positions and sizes in fractions of a pixel: without hinting a text is as wide as it was measured.
    internal SKFont FontOf(float size, bool bold) =>
        new(_typeface, size) { Embolden = bold, Subpixel = true, LinearMetrics = true, Hinting = SKFontHinting.None, Edging = SKFontEdging.Antialias };

    private static SKTypeface LoadTypeface()
    {
        using var stream = typeof(PosterPainter).Assembly.GetManifestResourceStream("NotoSansSC-Subset.ttf")
            ?? throw new InvalidOperationException("The font is missing from the build.");
        using var data = SKData.Create(stream);
        return SKTypeface.FromData(data) ?? throw new InvalidOperationException("The font cannot be read.");
    }
}
