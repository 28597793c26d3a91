using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Marks the modules that never hold a parameter or a buffer.</summary>
public interface IParameterLessModule
{
}

/// <summary>A module with 1 input that never holds a parameter or a buffer; moving it does nothing.</summary>
public abstract class ParameterLessModule<T1, TResult> : nn.Module<T1, TResult>, IParameterLessModule
{
    /// <inheritdoc cref="nn.Module(string)"/>
    protected ParameterLessModule(string name) : base(name) { }

    /// <inheritdoc/>
    protected internal override nn.Module _to(Device device, ScalarType dtype, bool non_blocking) => this;

    /// <inheritdoc/>
    protected internal override nn.Module _to(DeviceType deviceType, int deviceIndex, bool non_blocking) => this;

    /// <inheritdoc/>
    protected internal override nn.Module _to(ScalarType dtype, bool non_blocking) => this;

    /// <summary>Always throws.</summary>
    /// <exception cref="InvalidOperationException">Always.</exception>
    public override void register_buffer(string name, Tensor tensor, bool persistent = true) => throw ParameterLess.NoBuffer();

    /// <summary>Always throws.</summary>
    /// <exception cref="InvalidOperationException">Always.</exception>
    public override void register_parameter(string name, Parameter param) => throw ParameterLess.NoParameter();

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The submodule is not parameter-less.</exception>
    public override void register_module(string name, nn.Module? submodule) => base.register_module(name, ParameterLess.Checked(submodule));
}

/// <summary>A module with 2 inputs that never holds a parameter or a buffer; moving it does nothing.</summary>
public abstract class ParameterLessModule<T1, T2, TResult> : nn.Module<T1, T2, TResult>, IParameterLessModule
{
    /// <inheritdoc cref="nn.Module(string)"/>
    protected ParameterLessModule(string name) : base(name) { }

    /// <inheritdoc/>
    protected internal override nn.Module _to(Device device, ScalarType dtype, bool non_blocking) => this;

    /// <inheritdoc/>
    protected internal override nn.Module _to(DeviceType deviceType, int deviceIndex, bool non_blocking) => this;

    /// <inheritdoc/>
    protected internal override nn.Module _to(ScalarType dtype, bool non_blocking) => this;

    /// <summary>Always throws.</summary>
    /// <exception cref="InvalidOperationException">Always.</exception>
    public override void register_buffer(string name, Tensor tensor, bool persistent = true) => throw ParameterLess.NoBuffer();

    /// <summary>Always throws.</summary>
    /// <exception cref="InvalidOperationException">Always.</exception>
    public override void register_parameter(string name, Parameter param) => throw ParameterLess.NoParameter();

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The submodule is not parameter-less.</exception>
    public override void register_module(string name, nn.Module? submodule) => base.register_module(name, ParameterLess.Checked(submodule));
}

/// <summary>A module with 3 inputs that never holds a parameter or a buffer; moving it does nothing.</summary>
public abstract class ParameterLessModule<T1, T2, T3, TResult> : nn.Module<T1, T2, T3, TResult>, IParameterLessModule
{
    /// <inheritdoc cref="nn.Module(string)"/>
    protected ParameterLessModule(string name) : base(name) { }

    /// <inheritdoc/>
    protected internal override nn.Module _to(Device device, ScalarType dtype, bool non_blocking) => this;

    /// <inheritdoc/>
    protected internal override nn.Module _to(DeviceType deviceType, int deviceIndex, bool non_blocking) => this;

    /// <inheritdoc/>
    protected internal override nn.Module _to(ScalarType dtype, bool non_blocking) => this;

    /// <summary>Always throws.</summary>
    /// <exception cref="InvalidOperationException">Always.</exception>
    public override void register_buffer(string name, Tensor tensor, bool persistent = true) => throw ParameterLess.NoBuffer();

    /// <summary>Always throws.</summary>
    /// <exception cref="InvalidOperationException">Always.</exception>
    public override void register_parameter(string name, Parameter param) => throw ParameterLess.NoParameter();

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The submodule is not parameter-less.</exception>
    public override void register_module(string name, nn.Module? submodule) => base.register_module(name, ParameterLess.Checked(submodule));
}

/// <summary>A module with 4 inputs that never holds a parameter or a buffer; moving it does nothing.</summary>
public abstract class ParameterLessModule<T1, T2, T3, T4, TResult> : nn.Module<T1, T2, T3, T4, TResult>, IParameterLessModule
{
    /// <inheritdoc cref="nn.Module(string)"/>
    protected ParameterLessModule(string name) : base(name) { }

    /// <inheritdoc/>
    protected internal override nn.Module _to(Device device, ScalarType dtype, bool non_blocking) => this;

    /// <inheritdoc/>
    protected internal override nn.Module _to(DeviceType deviceType, int deviceIndex, bool non_blocking) => this;

    /// <inheritdoc/>
    protected internal override nn.Module _to(ScalarType dtype, bool non_blocking) => this;

    /// <summary>Always throws.</summary>
    /// <exception cref="InvalidOperationException">Always.</exception>
    public override void register_buffer(string name, Tensor tensor, bool persistent = true) => throw ParameterLess.NoBuffer();

    /// <summary>Always throws.</summary>
    /// <exception cref="InvalidOperationException">Always.</exception>
    public override void register_parameter(string name, Parameter param) => throw ParameterLess.NoParameter();

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The submodule is not parameter-less.</exception>
    public override void register_module(string name, nn.Module? submodule) => base.register_module(name, ParameterLess.Checked(submodule));
}

/// <summary>A module with 5 inputs that never holds a parameter or a buffer; moving it does nothing.</summary>
public abstract class ParameterLessModule<T1, T2, T3, T4, T5, TResult> : nn.Module<T1, T2, T3, T4, T5, TResult>, IParameterLessModule
{
    /// <inheritdoc cref="nn.Module(string)"/>
    protected ParameterLessModule(string name) : base(name) { }

    /// <inheritdoc/>
    protected internal override nn.Module _to(Device device, ScalarType dtype, bool non_blocking) => this;

    /// <inheritdoc/>
    protected internal override nn.Module _to(DeviceType deviceType, int deviceIndex, bool non_blocking) => this;

    /// <inheritdoc/>
    protected internal override nn.Module _to(ScalarType dtype, bool non_blocking) => this;

    /// <summary>Always throws.</summary>
    /// <exception cref="InvalidOperationException">Always.</exception>
    public override void register_buffer(string name, Tensor tensor, bool persistent = true) => throw ParameterLess.NoBuffer();

    /// <summary>Always throws.</summary>
    /// <exception cref="InvalidOperationException">Always.</exception>
    public override void register_parameter(string name, Parameter param) => throw ParameterLess.NoParameter();

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The submodule is not parameter-less.</exception>
    public override void register_module(string name, nn.Module? submodule) => base.register_module(name, ParameterLess.Checked(submodule));
}

/// <summary>A module with 6 inputs that never holds a parameter or a buffer; moving it does nothing.</summary>
public abstract class ParameterLessModule<T1, T2, T3, T4, T5, T6, TResult> : nn.Module<T1, T2, T3, T4, T5, T6, TResult>, IParameterLessModule
{
    /// <inheritdoc cref="nn.Module(string)"/>
    protected ParameterLessModule(string name) : base(name) { }

    /// <inheritdoc/>
    protected internal override nn.Module _to(Device device, ScalarType dtype, bool non_blocking) => this;

    /// <inheritdoc/>
    protected internal override nn.Module _to(DeviceType deviceType, int deviceIndex, bool non_blocking) => this;

    /// <inheritdoc/>
    protected internal override nn.Module _to(ScalarType dtype, bool non_blocking) => this;

    /// <summary>Always throws.</summary>
    /// <exception cref="InvalidOperationException">Always.</exception>
    public override void register_buffer(string name, Tensor tensor, bool persistent = true) => throw ParameterLess.NoBuffer();

    /// <summary>Always throws.</summary>
    /// <exception cref="InvalidOperationException">Always.</exception>
    public override void register_parameter(string name, Parameter param) => throw ParameterLess.NoParameter();

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The submodule is not parameter-less.</exception>
    public override void register_module(string name, nn.Module? submodule) => base.register_module(name, ParameterLess.Checked(submodule));
}

/// <summary>The complaints that all arities share.</summary>
file static class ParameterLess
{
    public static InvalidOperationException NoBuffer() => new("Cannot register a buffer on a module that is declared 'parameter-less.'");

    public static InvalidOperationException NoParameter() => new("Cannot register a parameter on a module that is declared 'parameter-less.'");

    public static nn.Module? Checked(nn.Module? submodule) => submodule is null or IParameterLessModule
        ? submodule
        : throw new InvalidOperationException("Submodules of a parameter-less module must also be parameter-less.");
}
