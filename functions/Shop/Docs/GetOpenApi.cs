using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using WeCommerce.Shop.Http;

namespace WeCommerce.Shop.Docs;

/// <summary>The shop's HTTP contract as a document.</summary>
internal sealed class GetOpenApi
{
    private static readonly Lazy<string> Document = new(OpenApiDocument.Make);

    [Function(nameof(GetOpenApi))]
    [Anonymous]
    [Answer<Nothing>(200, "This document")]
    public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "openapi.json")] HttpRequest http) =>
        Results.Text(Document.Value, "application/json", Encoding.UTF8);
}
