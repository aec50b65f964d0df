using WeCommerce.Testing;

[assembly: AssemblyFixture(typeof(Azurite))]
