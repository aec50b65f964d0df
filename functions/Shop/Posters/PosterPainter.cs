using SkiaSharp;
using WeCommerce.Shop.Catalog;

namespace WeCommerce.Shop.Posters;

/// <summary>Paints posters. One at a time for each processor: whoever asks for many waits, and the shop goes on selling.</summary>
internal sealed class PosterPainter : IDisposable
{
    public const int Width = 750;
    public const int Height = 1160;

    private const int Margin = 40;
    private const int CodeSize = 210;
    private const int CodeTop = Height - Margin - CodeSize;
    private const int MostPixels = 12_000_000;
    private const int MostSide = 4096;

    private static readonly SKColor Ink = new(0x22, 0x22, 0x22);
    private static readonly SKColor Grey = new(0x88, 0x88, 0x88);
    private static readonly SKColor PriceRed = new(0xE0, 0x2E, 0x24);
    private static readonly SKSamplingOptions Smooth = new(SKFilterMode.Linear, SKMipmapMode.Linear);

    private readonly SemaphoreSlim _turns = new(Environment.ProcessorCount);
    private readonly SKTypeface _typeface;

    public PosterPainter()
    {
        // Azure's Linux has no Chinese font.
        using var font = typeof(PosterPainter).Assembly.GetManifestResourceStream("poster.ttf");
        _typeface = SKTypeface.FromStream(font) ?? throw new InvalidOperationException("The posters' font is missing.");
    }

    /// <returns>A PNG of <see cref="Width"/> × <see cref="Height"/>.</returns>
    /// <exception cref="InvalidDataException">The code is no picture.</exception>
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

    public void Dispose()
    {
        _turns.Dispose();
        _typeface.Dispose();
    }

    private byte[] Paint(Poster poster)
    {
        using var code = Decode(poster.Code) ?? throw new InvalidDataException("WeChat's code is no picture.");
        using var picture = poster.Picture is { } bytes ? Decode(bytes) : null;
        using var surface = SKSurface.Create(new SKImageInfo(Width, Height)) ?? throw new InvalidOperationException("There is no room to paint.");
        var canvas = surface.Canvas;
        canvas.Clear(SKColors.White);

        if (picture is not null)
            DrawPicture(canvas, picture);
        else
            DrawCover(canvas, poster.Product);

        DrawLines(canvas, poster.Product.Title, size: 40, Ink, x: Margin, y: Width + 66, width: Width - (2 * Margin), most: 2, lineHeight: 54, isBold: true);
        DrawLines(canvas, $"{poster.PriceFen}", size: 60, PriceRed, Margin, CodeTop + 60, Width - CodeSize - (3 * Margin), most: 1, lineHeight: 0, isBold: true);
        DrawLines(canvas, $"{poster.Sharer} 推荐给你", size: 28, Ink, Margin, CodeTop + 118, Width - CodeSize - (3 * Margin), most: 1, lineHeight: 0);
        DrawLines(canvas, "长按识别小程序码", size: 24, Grey, Margin, CodeTop + 160, Width - CodeSize - (3 * Margin), most: 1, lineHeight: 0);
        DrawLines(canvas, poster.ShopName, size: 24, Grey, Margin, CodeTop + 196, Width - CodeSize - (3 * Margin), most: 1, lineHeight: 0);
        canvas.DrawImage(code, SKRect.Create(Width - Margin - CodeSize, CodeTop, CodeSize, CodeSize), Smooth);

        using var image = surface.Snapshot();
        using var png = image.Encode(SKEncodedImageFormat.Png, 100);
        return png.ToArray();
    }

    // The middle, as large as it goes.
    private static void DrawPicture(SKCanvas canvas, SKImage picture)
    {
        var side = Math.Min(picture.Width, picture.Height);
        var middle = SKRect.Create((picture.Width - side) / 2f, (picture.Height - side) / 2f, side, side);
        canvas.DrawImage(picture, middle, SKRect.Create(0, 0, Width, Width), Smooth);
    }

    private void DrawCover(SKCanvas canvas, Product product)
    {
        var (light, deep) = Covers.ColoursOf(product);
        using var paint = new SKPaint { IsAntialias = true, Color = SKColor.Parse(light) };
        canvas.DrawRect(0, 0, Width, Width, paint);
        paint.Color = SKColor.Parse(deep).WithAlpha(40);
        canvas.DrawCircle(250, 280, 190, paint);
        canvas.DrawCircle(510, 440, 130, paint);
        paint.Color = SKColor.Parse(deep);
        using var font = new SKFont(_typeface, 260) { Embolden = true };
        canvas.DrawText(PosterText.Of(Covers.FirstOf(product), font), Width / 2f, 470, SKTextAlign.Center, font, paint);
    }

    private void DrawLines(SKCanvas canvas, string text, float size, SKColor colour, float x, float y, float width, int most, float lineHeight, bool isBold = false)
    {
        using var paint = new SKPaint { IsAntialias = true, Color = colour };
        using var font = new SKFont(_typeface, size) { Embolden = isBold };
        foreach (var line in PosterText.Lines(PosterText.Of(text, font), font, width, most))
        {
            canvas.DrawText(line, x, y, SKTextAlign.Left, font, paint);
            y += lineHeight;
        }
    }

    /// <summary>A picture from outside: its size is looked at before there is room made for it. Null for what is none, or too large.</summary>
    private static SKImage? Decode(byte[] bytes)
    {
        using var data = SKData.CreateCopy(bytes);
        using var codec = SKCodec.Create(data);
        if (codec is null || codec.Info.Width is < 1 or > MostSide || codec.Info.Height is < 1 or > MostSide || (long)codec.Info.Width * codec.Info.Height > MostPixels)
            return null;

        var info = new SKImageInfo(codec.Info.Width, codec.Info.Height, SKColorType.Rgba8888, SKAlphaType.Premul);
        using var bitmap = new SKBitmap(info);
        // Half of a picture is none.
        return codec.GetPixels(info, bitmap.GetPixels()) == SKCodecResult.Success ? SKImage.FromBitmap(bitmap) : null;
    }
}
