using Microsoft.Azure.Functions.Worker.Converters;
using WeCommerce.LocalHost.Functions;

namespace Microsoft.Azure.Functions.Worker.Http;

/// <summary>The request's JSON body.</summary>
public class FromBodyAttribute : InputConverterAttribute
{
    public FromBodyAttribute() : base(typeof(FromBody))
    {
    }
}
