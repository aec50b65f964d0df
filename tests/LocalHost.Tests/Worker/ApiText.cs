using System.Reflection;

namespace WeCommerce.LocalHost.Tests.Worker;

/// <summary>Writes a type as worker-api.txt writes it.</summary>
internal static class ApiText
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(string)] = "string",
        [typeof(object)] = "object",
        [typeof(bool)] = "bool",
        [typeof(int)] = "int",
    };

    public static string Key(Type type) => $"{type.Namespace} | {type.Name}";

    /// <summary>Kind, name, base class and interfaces.</summary>
    public static string Header(Type type)
    {
        var kind = type switch
        {
            { IsEnum: true } => "enum",
            { IsInterface: true } => "interface",
            { IsValueType: true } => "struct",
            _ when type.BaseType == typeof(MulticastDelegate) => "delegate",
            { IsAbstract: true, IsSealed: true } => "static class",
            { IsAbstract: true } => "abstract class",
            { IsSealed: true } => "sealed class",
            _ => "class",
        };
        if (kind is "enum" or "delegate")
            return $"{type.Namespace} | {kind} {type.Name}";

        var parent = type.BaseType is { } other && other != typeof(object) && other != typeof(ValueType) ? $" : {Name(other)}" : "";
        var own = type.GetInterfaces().Except(type.BaseType?.GetInterfaces() ?? []).ToList();
        var interfaces = own.Count > 0 ? $" [{string.Join(", ", own.Select(Name))}]" : "";
        return $"{type.Namespace} | {kind} {type.Name}{parent}{interfaces}";
    }

    /// <summary>A line for each thing that others can see.</summary>
    public static IEnumerable<string> Members(Type type)
    {
        if (type.IsEnum)
            return [string.Join(", ", Enum.GetValues(type).Cast<object>().Select(value => $"{value}={(int)value}"))];
        if (type.BaseType == typeof(MulticastDelegate))
            return [$"{Name(type.GetMethod("Invoke")!.ReturnType)} ({Parameters(type.GetMethod("Invoke")!)})"];

        return
        [
            .. type.GetCustomAttributesData().Where(data => data.AttributeType == typeof(AttributeUsageAttribute)).Select(Usage),
            .. type.GetConstructors(Declared).Where(IsSeen).Select(made => $"{(made.IsFamily ? "protected " : "")}ctor({Parameters(made)})"),
            .. type.GetProperties(Declared).Where(property => property.GetMethod is { } get && IsSeen(get)).Select(Property),
            .. type.GetMethods(Declared).Where(method => IsSeen(method) && !method.IsSpecialName).Select(Method),
            .. type.GetFields(Declared).Where(field => field.IsPublic || field.IsFamily).Select(field => $"{Name(field.FieldType)} {field.Name}"),
            .. type.GetEvents(Declared).Select(happening => $"event {happening.Name}"),
        ];
    }

    public static string Name(Type type)
    {
        if (Keywords.TryGetValue(type, out var keyword))
            return keyword;
        if (type.IsArray)
            return $"{Name(type.GetElementType()!)}[]";
        if (Nullable.GetUnderlyingType(type) is { } value)
            return $"{Name(value)}?";
        return type.IsGenericType ? $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>" : type.Name;
    }

    private static bool IsSeen(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static string Usage(CustomAttributeData data)
    {
        var named = data.NamedArguments.Select(argument => $", {argument.MemberName}={argument.TypedValue.Value}");
        return $"[AttributeUsage({(AttributeTargets)(int)data.ConstructorArguments[0].Value!}{string.Concat(named)})]";
    }

    private static string Property(PropertyInfo property)
    {
        var set = property.SetMethod is { } method && IsSeen(method) ? " set;" : "";
        return $"{Modifiers(property.GetMethod!)}{Name(property.PropertyType)} {property.Name} {{ get;{set} }}";
    }

    private static string Method(MethodInfo method)
    {
        var generic = method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(Name))}>" : "";
        return $"{Modifiers(method)}{Name(method.ReturnType)} {method.Name}{generic}({Parameters(method)})";
    }

    private static string Modifiers(MethodInfo method) => method switch
    {
        { IsStatic: true } => "static ",
        { DeclaringType.IsInterface: true } => "",
        _ when method.GetBaseDefinition() != method => "override ",
        { IsAbstract: true } => "abstract ",
        { IsVirtual: true, IsFinal: false } => "virtual ",
        _ => "",
    };

    private static string Parameters(MethodBase method)
    {
        var extends = method.IsDefined(typeof(System.Runtime.CompilerServices.ExtensionAttribute), inherit: false) ? "this " : "";
        return extends + string.Join(", ", method.GetParameters().Select(parameter =>
            (parameter.IsDefined(typeof(ParamArrayAttribute)) ? "params " : "") + $"{Name(parameter.ParameterType)} {parameter.Name}"
            + (parameter.HasDefaultValue ? " = null/default" : "")));
    }
}
