using QRCoder;

namespace WeCommerce.Simulator.Wire;

/// <summary>A picture of a QR code.</summary>
internal static class QrPng
{
    /// <param name="text">What a phone reads.</param>
    /// <param name="width">In pixels; the picture is as near to it as whole squares allow.</param>
    public static IResult Of(string text, int width)
    {
        using var code = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M, forceUtf8: true);
        using var png = new PngByteQRCode(code);
        return Results.Bytes(png.GetGraphic(Math.Max(1, width / code.ModuleMatrix.Count)), "image/png");
    }
}
