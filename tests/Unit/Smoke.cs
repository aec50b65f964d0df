namespace WeCommerce.Unit; public sealed class Smoke { [Fact] public void A() { Assert.NotEmpty(WeCommerce.Testing.Vector.OfKind("v3.notification")); } }
