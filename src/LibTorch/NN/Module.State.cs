using TorchSharp.Utils;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public partial class Module
        {
            /// <summary>The parameters and persistent buffers under their dotted names. The tensors are the live ones, no copies.</summary>
            /// <remarks>A tied parameter appears under each of its names.</remarks>
            /// <param name="destination">The dictionary to add to; a new one by default.</param>
            /// <param name="prefix">What to put before each name, without the dot.</param>
            public virtual Dictionary<string, Tensor> state_dict(Dictionary<string, Tensor>? destination = null, string? prefix = null)
            {
                destination ??= [];
                foreach (var (name, parameter) in named_parameters()) destination.TryAdd(Prefixed(name), parameter);
                foreach (var (name, buffer) in named_buffers(include_nonpersistent: false)) destination.TryAdd(Prefixed(name), buffer);
                foreach (var (name, child) in _internal_submodules) child.state_dict(destination, Prefixed(name));
                return destination;

                string Prefixed(string name) => string.IsNullOrEmpty(prefix) ? name : $"{prefix}.{name}";
            }

            /// <summary>Copies a state dictionary into the module, in place: parameters stay the objects that they are.</summary>
            /// <remarks>Everything is checked before anything is copied; after an exception the module is as it was.</remarks>
            /// <param name="source">Tensors under the names that <see cref="state_dict"/> gives.</param>
            /// <param name="strict">Whether missing and unexpected names are an error.</param>
            /// <param name="skip">Names to ignore on both sides.</param>
            /// <returns>The names that the source lacks, and those that the module lacks.</returns>
            /// <exception cref="InvalidOperationException">Strict, and the names differ.</exception>
            /// <exception cref="ArgumentException">A tensor has another shape than its target.</exception>
            public virtual (IList<string> missing_keys, IList<string> unexpected_keyes) load_state_dict(Dictionary<string, Tensor> source, bool strict = true, IList<string>? skip = null)
            {
                var skipped = new HashSet<string>(skip ?? []);
                var destination = state_dict();
                var missing = destination.Keys.Where(key => !skipped.Contains(key) && !source.ContainsKey(key)).ToList();
                var unexpected = source.Keys.Where(key => !skipped.Contains(key) && !destination.ContainsKey(key)).ToList();

                if (strict && (missing.Count > 0 || unexpected.Count > 0))
                {
                    throw new InvalidOperationException(
                        $"The loaded state_dict is not identical to the target dictionary. Missing: {Listed(missing)}; unexpected: {Listed(unexpected)}.");
                }

                var pairs = source.Where(entry => !skipped.Contains(entry.Key) && destination.ContainsKey(entry.Key)).ToList();
                foreach (var (key, value) in pairs) CheckShape(key, destination[key], value.shape);

                using var ungraded = no_grad();
                foreach (var (key, value) in pairs) Aten.copy_(destination[key], value);
                return (missing, unexpected);
            }

            /// <summary>Writes the state dictionary to a file, in TorchSharp's format.</summary>
            /// <param name="location">The file; it is overwritten.</param>
            /// <param name="skip">Names to leave out.</param>
            /// <returns>This module.</returns>
            public Module save(string location, IList<string>? skip = null)
            {
                using var stream = File.Create(location);
                return save(stream, skip);
            }

            /// <inheritdoc cref="save(string, IList{string}?)"/>
            /// <param name="writer">Where to write.</param>
            /// <param name="skip">Names to leave out.</param>
            public Module save(BinaryWriter writer, IList<string>? skip = null)
            {
                save_state_dict(writer, state_dict(), skip);
                return this;
            }

            /// <inheritdoc cref="save(string, IList{string}?)"/>
            /// <param name="stream">Where to write; it is closed.</param>
            /// <param name="skip">Names to leave out.</param>
            public Module save(Stream stream, IList<string>? skip = null)
            {
                using var writer = new BinaryWriter(stream);
                return save(writer, skip);
            }

            /// <summary>Writes any state dictionary in TorchSharp's format: the number of entries, then name and tensor of each.</summary>
            /// <param name="writer">Where to write.</param>
            /// <param name="sd">The dictionary.</param>
            /// <param name="skip">Names to leave out.</param>
            public static void save_state_dict(BinaryWriter writer, Dictionary<string, Tensor> sd, IList<string>? skip = null)
            {
                var entries = sd.Where(entry => skip is null || !skip.Contains(entry.Key)).ToList();
                Leb128.Write(writer, entries.Count);
                foreach (var (key, tensor) in entries)
                {
                    writer.Write(key);
                    TensorFormat.Write(writer, tensor);
                }
            }

            /// <summary>Reads a file that <see cref="save(string, IList{string}?)"/> or TorchSharp wrote, in place.</summary>
            /// <remarks>
            /// The whole file is read and checked before anything is copied: after an exception the module is as it was. Parameters
            /// stay the objects that they are, on whatever device.
            /// </remarks>
            /// <param name="location">The file.</param>
            /// <param name="strict">Whether the file's names must be exactly the module's.</param>
            /// <param name="skip">Names not to load.</param>
            /// <param name="loadedParameters">Gets each name in the file, with whether the module has it.</param>
            /// <returns>This module.</returns>
            /// <exception cref="FileNotFoundException">There is no such file.</exception>
            /// <exception cref="EndOfStreamException">The file is truncated.</exception>
            /// <exception cref="InvalidDataException">The file is of another format.</exception>
            /// <exception cref="ArgumentException">Names, types or shapes are not the module's.</exception>
            public virtual Module load(string location, bool strict = true, IList<string>? skip = null, Dictionary<string, bool>? loadedParameters = null)
            {
                if (!File.Exists(location)) throw new FileNotFoundException($"There is no file '{location}'.", location);
                using var stream = File.OpenRead(location);
                using var reader = new BinaryReader(stream);
                try
                {
                    Load(reader, strict, skip, loadedParameters, untilEnd: true);
                }
                catch (InvalidDataException e)
                {
                    throw new InvalidDataException($"'{location}': {e.Message}", e);
                }
                catch (EndOfStreamException e)
                {
                    throw new EndOfStreamException($"'{location}': {e.Message}", e);
                }
                return this;
            }

            /// <inheritdoc cref="load(string, bool, IList{string}?, Dictionary{string, bool}?)"/>
            /// <param name="reader">Where to read.</param>
            /// <param name="strict">Whether the file's names must be exactly the module's.</param>
            /// <param name="skip">Names not to load.</param>
            /// <param name="loadedParameters">Gets each name in the file, with whether the module has it.</param>
            public virtual Module load(BinaryReader reader, bool strict = true, IList<string>? skip = null, Dictionary<string, bool>? loadedParameters = null)
            {
                Load(reader, strict, skip, loadedParameters, untilEnd: false);
                return this;
            }

            /// <inheritdoc cref="load(string, bool, IList{string}?, Dictionary{string, bool}?)"/>
            /// <param name="stream">Where to read; it is closed.</param>
            /// <param name="strict">Whether the file's names must be exactly the module's.</param>
            /// <param name="skip">Names not to load.</param>
            /// <param name="loadedParameters">Gets each name in the file, with whether the module has it.</param>
            public Module load(Stream stream, bool strict = true, IList<string>? skip = null, Dictionary<string, bool>? loadedParameters = null)
            {
                using var reader = new BinaryReader(stream);
                return load(reader, strict, skip, loadedParameters);
            }

            /// <summary>Makes a module with its parameterless constructor and loads a file into it.</summary>
            /// <typeparam name="T">The module's type.</typeparam>
            /// <param name="path">The file.</param>
            public static Module Create<T>(string path) where T : Module, new() => new T().load(path);

            private void Load(BinaryReader reader, bool strict, IList<string>? skip, Dictionary<string, bool>? loadedParameters, bool untilEnd)
            {
                var destination = state_dict();
                var read = new OrderedDict<string, Tensor>();
                using var temporaries = NewDisposeScope();
                try
                {
                    var entries = Leb128.Read(reader);
                    if (strict && entries != destination.Count)
                    {
                        throw new ArgumentException($"Mismatched state_dict sizes: expected {destination.Count}, but found {entries} entries.");
                    }

                    for (long i = 0; i < entries; i++)
                    {
                        var key = reader.ReadString();
                        if (strict && !destination.ContainsKey(key))
                        {
                            throw new ArgumentException($"Mismatched module state names: the target modules does not have a submodule or buffer named '{key}'");
                        }
                        if (!read.TryAdd(key, TensorFormat.Read(reader))) throw new InvalidDataException($"the entry '{key}' appears twice.");
                    }

                    if (untilEnd && reader.BaseStream.ReadByte() >= 0) throw new InvalidDataException("there is data after the last entry.");
                }
                catch (EndOfStreamException e)
                {
                    throw new EndOfStreamException("this is no module file, or it is truncated.", e);
                }
                catch (FormatException e)
                {
                    throw new InvalidDataException("this is no module file.", e);
                }

                foreach (var (key, tensor) in read)
                {
                    if (!destination.TryGetValue(key, out var target) || skip?.Contains(key) == true) continue;
                    if (target.dtype != tensor.dtype) throw new ArgumentException($"Mismatched tensor data types while loading '{key}': the module has {target.dtype}, the file {tensor.dtype}.");
                    CheckShape(key, target, tensor.shape);
                }

                using var ungraded = no_grad();
                foreach (var (key, tensor) in read)
                {
                    var found = destination.TryGetValue(key, out var target);
                    if (found && skip?.Contains(key) != true) Aten.copy_(target!, tensor);
                    loadedParameters?.Add(key, found);
                }
            }

            private static void CheckShape(string key, Tensor target, long[] shape)
            {
                if (!target.shape.AsSpan().SequenceEqual(shape))
                {
                    throw new ArgumentException($"Mismatched tensor shape while loading '{key}': expected [{string.Join(", ", target.shape)}], found [{string.Join(", ", shape)}].");
                }
            }

            private static string Listed(List<string> names) => names.Count == 0 ? "none" : string.Join(", ", names);
        }
    }
}
