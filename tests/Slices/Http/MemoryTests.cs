using WeCommerce.Testing;

namespace WeCommerce.Slices.Http;

/// <summary>Alone in its process while it runs: what others allocate would count.</summary>
[CollectionDefinition(nameof(MemoryTests), DisableParallelization = true)]
public sealed class AloneInTheProcess;

[Collection(nameof(MemoryTests))]
public sealed class MemoryTests(Azurite azurite) : ShopTests(azurite)
{
    private const int Bodies = 200;
    private const int Chunk = 256 * 1024;
    private const int Chunks = 16;

    // 4 MiB each, 800 MiB in all, none of which is kept, and of each body no more than is allowed is read into memory.
    [Fact]
    public async Task OversizedBodies_InChunks_CostNoMemory()
    {
        var request = new RawHttp("POST", "v1/login", ["Content-Type: application/json"], new byte[Chunk]);
        // The server's buffers grow to what so many at once need, and stay.
        await SendAsync(request, 100);
        var (heap, allocated) = (GC.GetTotalMemory(forceFullCollection: true), GC.GetTotalAllocatedBytes(precise: true));

        await SendAsync(request, Bodies);

        var each = (GC.GetTotalAllocatedBytes(precise: true) - allocated) / Bodies;
        Assert.InRange(each, 0, 512 * 1024);
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - heap, long.MinValue, 8L * 1024 * 1024);
    }

    private async Task SendAsync(RawHttp request, int times)
    {
        for (var n = 0; n < times / 10; n++)
            Assert.All(await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => request.SendChunkedAsync(Shop.Address, Chunks))), r => Assert.Equal(413, r.Status));
    }
}
