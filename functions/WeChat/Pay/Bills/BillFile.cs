namespace WeCommerce.WeChat.Pay.Bills;

/// <summary>A downloaded bill on disk, uncompressed; gone when disposed. Bills reach 100 MB, and none is read before its hash is known.</summary>
internal sealed class BillFile : IAsyncDisposable
{
    private readonly FileStream _file;

    private BillFile(FileStream file) => _file = file;

    public static BillFile Create()
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous,
        };
        // Whoever paid is in it.
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new BillFile(new FileStream(Path.Combine(Path.GetTempPath(), $"wecommerce-bill-{Environment.ProcessId}-{Path.GetRandomFileName()}"), options));
    }

    public ValueTask AppendAsync(ReadOnlyMemory<byte> bytes, CancellationToken ct) => _file.WriteAsync(bytes, ct);

    public Stream FromStart()
    {
        _file.Position = 0;
        return _file;
    }

    public ValueTask DisposeAsync() => _file.DisposeAsync();
}
