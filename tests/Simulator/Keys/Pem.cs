using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace WeCommerce.Simulator.Keys;

internal static class Pem
{
    /// <summary>The RSA key of a PEM: a private key, a public key, or a certificate's public key.</summary>
    public static RSA ReadRsa(string pem)
    {
        if (pem.Contains("BEGIN CERTIFICATE", StringComparison.Ordinal))
        {
            using var certificate = X509Certificate2.CreateFromPem(pem);
            return certificate.GetRSAPublicKey() ?? throw new ArgumentException("The certificate has no RSA key.", nameof(pem));
        }

        var rsa = RSA.Create();
        rsa.ImportFromPem(pem);
        return rsa;
    }
}
