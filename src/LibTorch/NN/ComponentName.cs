using System.Reflection;

namespace TorchSharp.Utils
{
    /// <summary>Gives a field another name under which <c>RegisterComponents</c> registers what it holds.</summary>
    [AttributeUsage(AttributeTargets.All)]
    public class ComponentNameAttribute : Attribute
    {
        /// <summary>The name.</summary>
        public string Name { get; set; } = string.Empty;
    }
}

namespace TorchSharp
{
    /// <summary>How fields name components.</summary>
    public static class FieldInfoExtensionMethods
    {
        /// <summary>The name under which the field is registered: that of its <see cref="Utils.ComponentNameAttribute"/>, else its own.</summary>
        /// <param name="field">The field.</param>
        public static string ComponentName(this FieldInfo field) => field.GetCustomAttribute<Utils.ComponentNameAttribute>()?.Name ?? field.Name;
    }
}
