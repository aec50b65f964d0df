using System.Net;
using Microsoft.Extensions.DependencyInjection;
using WeCommerce.Shop.Posters;

namespace WeCommerce.Unit.Posters;

public sealed class ProductPicturesTests
{
    private const string Good = "https://pictures.example.com/tea.png";

    [Fact]
    public async Task Picture_IsFetched() => Assert.Equal([1, 2, 3], await FindAsync(Good, _ => Answer(HttpStatusCode.OK, [1, 2, 3])));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("tea.png")]
    [InlineData("http://pictures.example.com/tea.png")]
    [InlineData("file:///etc/passwd")]
    public async Task AddressThatIsNoneOfTheWebs_IsNotAsked(string? url) => Assert.Null(await FindAsync(url, _ => throw new InvalidOperationException("It was asked.")));

    [Fact]
    public async Task WhatIsNotThere_OrLeadsElsewhere_OrIsTooLarge_OrDoesNotAnswer_IsDoneWithout()
    {
        Assert.Null(await FindAsync(Good, _ => Answer(HttpStatusCode.NotFound, [1])));
        Assert.Null(await FindAsync(Good, _ => Answer(HttpStatusCode.Found, [1])));
        Assert.Null(await FindAsync(Good, _ => Answer(HttpStatusCode.OK, new byte[ProductPictures.MostBytes + 1])));
        Assert.Null(await FindAsync(Good, _ => throw new HttpRequestException("nobody there")));
        Assert.Null(await FindAsync(Good, _ => throw new TaskCanceledException("too late")));
    }

    [Fact]
    public async Task WhoNoLongerWantsIt_IsTold()
    {
        using var gone = new CancellationTokenSource();
        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => FindAsync(Good, _ => Answer(HttpStatusCode.OK, [1]), gone.Token));
    }

    private static async Task<byte[]?> FindAsync(string? url, Func<HttpRequestMessage, HttpResponseMessage> server, CancellationToken cancellation = default)
    {
        using var services = new ServiceCollection()
            .AddLogging()
            .AddPosters()
            .AddHttpClient(ProductPictures.Client).ConfigurePrimaryHttpMessageHandler(() => new Server(server)).Services
            .BuildServiceProvider();
        return await services.GetRequiredService<ProductPictures>().FindAsync(url, cancellation);
    }

    private static HttpResponseMessage Answer(HttpStatusCode status, byte[] body) => new(status) { Content = new ByteArrayContent(body) };

    private sealed class Server(Func<HttpRequestMessage, HttpResponseMessage> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return Task.FromResult(answer(request));
        }
    }
}
