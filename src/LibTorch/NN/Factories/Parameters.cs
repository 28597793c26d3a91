using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <inheritdoc cref="Modules.Parameter(Tensor, bool)"/>
        public static Parameter Parameter(Tensor data, bool requires_grad = true) => new(data, requires_grad);

        /// <inheritdoc cref="Modules.ParameterList"/>
        /// <param name="parameters">The parameters.</param>
        public static ParameterList ParameterList(params Parameter[] parameters) => new(parameters);

        /// <inheritdoc cref="Modules.ParameterDict"/>
        /// <param name="parameters">Names and parameters.</param>
        public static ParameterDict ParameterDict(params (string, Parameter)[] parameters)
        {
            var result = new ParameterDict();
            foreach (var (name, parameter) in parameters) result.Add(name, parameter);
            return result;
        }
    }
}
