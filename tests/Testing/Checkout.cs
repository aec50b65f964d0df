namespace WeCommerce.Testing;

/// <summary>Where this checkout is: tests read host.json, golden files and the installed Azurite from it.</summary>
public static class Checkout
{
    public static string Root { get; } = Find();

    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "WeCommerce.slnx")))
                return folder.FullName;
        }
        throw new InvalidOperationException($"No WeCommerce.slnx above {AppContext.BaseDirectory}.");
    }
}
