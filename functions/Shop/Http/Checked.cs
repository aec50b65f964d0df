using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace WeCommerce.Shop.Http;

internal static class Checked
{
    /// <summary>Options of a configuration section, checked when the shop starts: all faults at once, each naming its setting.</summary>
    public static IServiceCollection AddChecked<TOptions>(this IServiceCollection services, string section, Func<TOptions, IEnumerable<string>> faults)
        where TOptions : class
    {
        services.AddOptions<TOptions>().BindConfiguration(section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<TOptions>>(new Validation<TOptions>(faults));
        return services;
    }

    private sealed class Validation<TOptions>(Func<TOptions, IEnumerable<string>> faults) : IValidateOptions<TOptions>
        where TOptions : class
    {
        public ValidateOptionsResult Validate(string? name, TOptions options)
        {
            var found = faults(options).ToList();
            return found.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(found);
        }
    }
}
