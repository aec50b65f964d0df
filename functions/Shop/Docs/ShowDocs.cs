using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using WeCommerce.Shop.Http;

namespace WeCommerce.Shop.Docs;

/// <summary>The same contract as a page that a person can read: no script from elsewhere, nothing to install.</summary>
internal sealed class ShowDocs
{
    private static readonly Lazy<string> Page = new(Read);

    [Function(nameof(ShowDocs))]
    [Anonymous]
    [Answer<Nothing>(200, "A page about all routes")]
    public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "docs")] HttpRequest http) =>
        Results.Text(Page.Value, "text/html", Encoding.UTF8);

    private static string Read()
    {
        using var stream = typeof(ShowDocs).Assembly.GetManifestResourceStream("docs.html") ?? throw new InvalidOperationException("docs.html is not embedded.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
