using SkiaSharp;

namespace WeCommerce.Shop.Posters;

/// <summary>
/// A picture that came from outside, decoded. Its dimensions are read from its header and refused before a pixel is decoded, so that a small file cannot
/// ask for a large piece of memory.
/// </summary>
internal sealed class PosterPicture : IDisposable
{
    /// <summary>The longest side, in pixels.</summary>
    public const int MaxSide = 4096;

    /// <summary>The most pixels: 12 megapixels.</summary>
    public const int MaxPixels = 12_000_000;

    // Halves come ready, so that a large picture is drawn small without moiré.
    private static readonly SKSamplingOptions Sampling = new(SKFilterMode.Linear, SKMipmapMode.Linear);

    private readonly SKImage _image;
    private readonly SKEncodedOrigin _origin;

    private PosterPicture(SKImage image, SKEncodedOrigin origin) => (_image, _origin) = (image, origin);

    /// <summary>Null when it is no whole JPEG, PNG or WebP, or too large.</summary>
    /// <param name="encoded">The file. Of an animation the first frame counts.</param>
    /// <param name="side">The shorter side that is needed, in pixels: one that is much larger is decoded smaller, if its format can.</param>
    public static PosterPicture? Decode(byte[] encoded, int side)
    {
        using var data = SKData.CreateCopy(encoded);
        using var codec = SKCodec.Create(data);
        // The formats that shops use: each further decoder is one more that strangers may try.
        if (codec?.EncodedFormat is not (SKEncodedImageFormat.Jpeg or SKEncodedImageFormat.Png or SKEncodedImageFormat.Webp))
            return null;
        var (width, height) = (codec.Info.Width, codec.Info.Height);
        if (width is < 1 or > MaxSide || height is < 1 or > MaxSide || width * height > MaxPixels)
            return null;

        var size = codec.GetScaledDimensions(Math.Min(1f, (float)side / Math.Min(width, height)));
        if (Math.Min(size.Width, size.Height) < Math.Min(side, Math.Min(width, height)))
            size = new(width, height);
        using var bitmap = new SKBitmap();
        if (!bitmap.TryAllocPixels(new(size.Width, size.Height, SKColorType.Rgba8888, SKAlphaType.Premul, SKColorSpace.CreateSrgb())))
            return null;
        // A truncated file is "incomplete": half a product is worse than none.
        if (codec.GetPixels(bitmap.Info, bitmap.GetPixels()) != SKCodecResult.Success)
            return null;
        bitmap.SetImmutable();
        return new(SKImage.FromBitmap(bitmap), codec.EncodedOrigin);
    }

    /// <summary>Fills the square with the picture's middle, upright as EXIF says it was taken.</summary>
    public void Fill(SKCanvas canvas, SKRect square)
    {
        var side = Math.Min(_image.Width, _image.Height);
        var middle = SKRect.Create((_image.Width - side) / 2f, (_image.Height - side) / 2f, side, side);
        canvas.Save();
        // Turning a square about its middle leaves it where it is.
        canvas.Translate(square.MidX, square.MidY);
        canvas.Concat(Turn(_origin));
        canvas.DrawImage(_image, middle, SKRect.Create(-square.Width / 2, -square.Height / 2, square.Width, square.Height), Sampling);
        canvas.Restore();
    }

    /// <summary>Draws all of the picture, as large as it fits, in the middle of the square.</summary>
    public void Fit(SKCanvas canvas, SKRect square) =>
        canvas.DrawImage(_image, square.AspectFit(new(_image.Width, _image.Height)), Sampling);

    public void Dispose() => _image.Dispose();

    // Exif 2.32, tag 0x0112: how each orientation is turned upright.
    private static SKMatrix Turn(SKEncodedOrigin origin) => origin switch
    {
        SKEncodedOrigin.TopRight => Of(-1, 0, 0, 1),
        SKEncodedOrigin.BottomRight => Of(-1, 0, 0, -1),
        SKEncodedOrigin.BottomLeft => Of(1, 0, 0, -1),
        SKEncodedOrigin.LeftTop => Of(0, 1, 1, 0),
        SKEncodedOrigin.RightTop => Of(0, -1, 1, 0),
        SKEncodedOrigin.RightBottom => Of(0, -1, -1, 0),
        SKEncodedOrigin.LeftBottom => Of(0, 1, -1, 0),
        _ => SKMatrix.Identity,
    };

    private static SKMatrix Of(float scaleX, float skewX, float skewY, float scaleY) => new(scaleX, skewX, 0, skewY, scaleY, 0, 0, 0, 1);
}
