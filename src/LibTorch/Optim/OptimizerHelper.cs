using static TorchSharp.torch.optim;

namespace TorchSharp.Modules;

/// <summary>Base class of optimizers with parameter groups and a state per parameter.</summary>
public abstract class OptimizerHelper : Optimizer
{
    /// <summary>The options that groups take where they have none of their own. As in TorchSharp, null until a derived class sets it.</summary>
    protected OptimizerOptions _defaults = null!;

    /// <summary>The state of each parameter, by the parameter's handle.</summary>
    protected Utils.OrderedDict<IntPtr, OptimizerState> _state = [];

    /// <summary>Creates an optimizer without parameter groups.</summary>
    public OptimizerHelper() : base(IntPtr.Zero)
    {
    }

    /// <summary>Saves options and state to a file, in TorchSharp's format.</summary>
    /// <param name="location">The file's name.</param>
    public void save_state_dict(string location)
    {
        using FileStream stream = File.Create(location);
        using var writer = new BinaryWriter(stream);
        save_state_dict(writer);
    }

    /// <summary>Writes options and state, in TorchSharp's format.</summary>
    /// <param name="writer">Where to.</param>
    public void save_state_dict(BinaryWriter writer)
    {
        StateDictionary dictionary = state_dict();
        writer.Write(GetType().Name);
        writer.Write7BitEncodedInt(dictionary.Options.Count);
        writer.Write7BitEncodedInt(dictionary.State.Count);
        Save(dictionary, writer);
    }

    /// <summary>Loads options and state from a file that <see cref="save_state_dict(string)"/> or TorchSharp wrote.</summary>
    /// <param name="location">The file's name.</param>
    /// <exception cref="EndOfStreamException">The file is truncated. The optimizer is as it was.</exception>
    /// <exception cref="InvalidDataException">
    /// The file goes on after the state, or is not the state of this kind of optimizer. The optimizer is as it was.
    /// </exception>
    /// <exception cref="ArgumentException">
    /// The file has other groups, parameters, shapes or types. The optimizer is as it was.
    /// </exception>
    public void load_state_dict(string location)
    {
        using FileStream stream = File.OpenRead(location);
        using var reader = new BinaryReader(stream);
        Restore(reader, wholeStream: true);
    }

    /// <summary>Reads options and state that <see cref="save_state_dict(BinaryWriter)"/> or TorchSharp wrote.</summary>
    /// <param name="reader">Where from.</param>
    /// <exception cref="EndOfStreamException">The data are truncated. The optimizer is as it was.</exception>
    /// <exception cref="InvalidDataException">The data are not the state of this kind of optimizer. The optimizer is as it was.</exception>
    /// <exception cref="ArgumentException">
    /// The data have other groups, parameters, shapes or types. The optimizer is as it was.
    /// </exception>
    public void load_state_dict(BinaryReader reader) => Restore(reader, wholeStream: false);

    /// <summary>Copies options and state of another optimizer of the same kind.</summary>
    /// <param name="state_dict">What <see cref="state_dict"/> of the other optimizer returned.</param>
    /// <exception cref="ArgumentException">The other optimizer has a different number of groups or parameters.</exception>
    public virtual void load_state_dict(StateDictionary state_dict)
    {
        StateDictionary own = this.state_dict();
        CheckCounts(own, state_dict.Options.Count, state_dict.State.Count);
        foreach ((OptimizerOptions target, OptimizerOptions source) in own.Options.Zip(state_dict.Options)) {
            if (!ReferenceEquals(target, source))
                target.LoadStateDict(source);
        }
        foreach ((OptimizerState target, OptimizerState source) in own.State.Zip(state_dict.State)) {
            if (!ReferenceEquals(target, source))
                target.LoadStateDict(source);
        }
    }

    /// <summary>
    /// The options of each group and the state of each parameter: the optimizer's own objects, not copies. An optimizer with
    /// more to save overrides this and appends to the lists that the base returns.
    /// </summary>
    public virtual StateDictionary state_dict()
    {
        var dictionary = new StateDictionary();
        foreach (ParamGroup group in _parameter_groups) {
            dictionary.Options.Add(group.Options);
            var indices = new List<int>();
            foreach (Parameter parameter in group.Parameters) {
                indices.Add(dictionary.State.Count);
                dictionary.State.Add(StateOf(parameter));
            }
            dictionary.StateIndexRef.Add(indices);
        }
        return dictionary;
    }

    /// <summary>Moves the state of all parameters. The parameters themselves stay.</summary>
    /// <param name="device">The device to move to.</param>
    public void to(torch.Device device)
    {
        foreach (Parameter parameter in parameters())
            StateOf(parameter).to(device);
    }

    // The annotations are off as in TorchSharp: callers may declare the result with or without a question mark.
#nullable disable annotations
    /// <summary>Frame of <see cref="Optimizer.step"/>: evaluates the closure, then updates each group without gradients.</summary>
    /// <typeparam name="T">The type of the groups.</typeparam>
    /// <param name="body">Updates one group. Tensors that it creates and does not keep are disposed after each group.</param>
    /// <param name="loss_closure">Evaluates the model again and returns the loss, or null.</param>
    /// <returns>What the closure returned, else null.</returns>
    protected torch.Tensor _step<T>(Action<T> body, Func<torch.Tensor> loss_closure = null) where T : ParamGroup
    {
        torch.Tensor loss = null;
        if (loss_closure is not null) {
            using (torch.enable_grad())
                loss = loss_closure();
        }
        using (torch.no_grad()) {
            foreach (ParamGroup group in _parameter_groups) {
                using DisposeScope scope = torch.NewDisposeScope();
                body((T)group);
            }
        }
        return loss;
    }
#nullable restore annotations

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) {
            foreach (OptimizerState state in _state.Values)
                (state as IDisposable)?.Dispose();
        }
        base.Dispose(disposing);
    }

    /// <summary>Adds a group whose options are complete, with new state for its parameters.</summary>
    /// <exception cref="ArgumentException">A parameter is in a group already, or twice in this one.</exception>
    private protected void Adopt(ParamGroup group, Func<Parameter, OptimizerState> newState)
    {
        // The user's enumerable may be a lazy query; the parameters are those that it has now.
        Parameter[] members = [.. group.Parameters];
        var handles = new HashSet<IntPtr>(_state.keys());
        foreach (Parameter parameter in members) {
            if (!handles.Add(parameter.Handle))
                throw new ArgumentException("Some parameters appear in more than one parameter group.", nameof(group));
        }
        group.Parameters = members;
        group.InitialLearningRate = group.LearningRate;
        foreach (Parameter parameter in members) {
            OptimizerState state = newState(parameter);
            state.Initialize(group.Options);
            _state.Add(parameter.Handle, state);
        }
        _parameter_groups.Add(group);
    }

    /// <summary>The state of a parameter.</summary>
    /// <exception cref="InvalidOperationException">The optimizer does not know the parameter.</exception>
    private protected OptimizerState StateOf(Parameter parameter) =>
        _state.TryGetValue(parameter.Handle, out OptimizerState? state)
            ? state
            : throw new InvalidOperationException(
                "The optimizer has no state for this parameter. Was the module moved or converted after the optimizer was created?");

    private static void CheckCounts(StateDictionary own, int groups, int states)
    {
        if (groups != own.Options.Count)
            throw new ArgumentException($"Invalid optimizer state -- different number of parameter groups: {own.Options.Count} expected, {groups} found.");
        if (states != own.State.Count)
            throw new ArgumentException($"Invalid optimizer state -- different number of states: {own.State.Count} expected, {states} found.");
    }

    private void Restore(BinaryReader reader, bool wholeStream)
    {
        string name = GetType().Name;
        StateDictionary dictionary = state_dict();
        try {
            string found = reader.ReadString();
            if (found != name)
                throw new InvalidDataException($"Mismatched optimizer type: expected '{name}', but found '{found}' in the loaded stream.");
            CheckCounts(dictionary, reader.Read7BitEncodedInt(), reader.Read7BitEncodedInt());
        } catch (EndOfStreamException exception) {
            throw new EndOfStreamException($"This is not the state of an optimizer of type '{name}', or it is truncated.", exception);
        } catch (Exception exception) when (exception is FormatException or IOException) {
            throw new InvalidDataException($"This is not the state of an optimizer of type '{name}'.", exception);
        }

        // States read straight into their tensors; what was there is kept aside until all is read.
        using var before = new MemoryStream();
        using (var backup = new BinaryWriter(before, System.Text.Encoding.UTF8, leaveOpen: true))
            Save(dictionary, backup);
        try {
            Load(dictionary, reader);
            if (wholeStream && reader.BaseStream.Position != reader.BaseStream.Length)
                throw new InvalidDataException("The file goes on after the optimizer's state.");
        } catch (Exception exception) {
            before.Position = 0;
            Load(dictionary, new BinaryReader(before));
            if (exception is EndOfStreamException)
                throw new EndOfStreamException($"The state of the optimizer '{name}' is truncated.", exception);
            if (exception is FormatException)
                throw new InvalidDataException($"The state of the optimizer '{name}' is damaged.", exception);
            throw;
        }
    }

    private static void Save(StateDictionary dictionary, BinaryWriter writer)
    {
        foreach (OptimizerOptions options in dictionary.Options)
            options.SaveStateDict(writer);
        foreach (OptimizerState state in dictionary.State)
            state.SaveStateDict(writer);
    }

    private static void Load(StateDictionary dictionary, BinaryReader reader)
    {
        foreach (OptimizerOptions options in dictionary.Options)
            options.LoadStateDict(reader);
        foreach (OptimizerState state in dictionary.State)
            state.LoadStateDict(reader);
    }
}
