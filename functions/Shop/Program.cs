using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;
using WeCommerce.Shop;

var builder = FunctionsApplication.CreateBuilder(args);
builder.AddShop();
await builder.Build().RunAsync();
