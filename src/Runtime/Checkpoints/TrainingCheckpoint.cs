using static TorchSharp.torch;

namespace MetaAdamW;

/// <summary>
/// Everything that training needs to go on as if it had never stopped: the model's parameters and buffers, which parameters are
/// frozen, moments and step counts, Φ with gates and embeddings, log-variances, the optimizer groups' settings, the position in the meta schedule and in the
/// objective's sequences, and torch's random state.
/// </summary>
/// <remarks>
/// A checkpoint is written to a temporary file beside it, which takes its place when it is complete: there is always a whole one.
/// It carries a version and a checksum. Restoring checks all before it changes anything. Schedulers have no state that torch would
/// give; rebuild them with <c>last_epoch</c>.
/// </remarks>
public static class TrainingCheckpoint
{
    /// <summary>Saves a checkpoint.</summary>
    /// <param name="path">The file; an older one is replaced.</param>
    /// <param name="model">The model.</param>
    /// <param name="optimizer">Its optimizer.</param>
    /// <param name="objective">The meta-objective, whose positions are saved; may be null.</param>
    /// <param name="notes">What the program wants to find again, such as the epoch.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Save(
        string path, nn.Module model, MetaAdamWOptimizer optimizer, MetaObjective? objective = null, IReadOnlyDictionary<string, string>? notes = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(optimizer);
        using IDisposable noGrad = no_grad();
        using Tensor random = get_rng_state();
        (string Name, Tensor Tensor)[] tensors = [.. TensorsOf(model, optimizer), ("random", random)];
        CheckpointManifest manifest = optimizer.Describe() with
        {
            Drawn = objective?.Positions() ?? [],
            Notes = notes?.ToDictionary(note => note.Key, note => note.Value, StringComparer.Ordinal) ?? [],
            Tensors = [.. tensors.Select(t => EntryOf(t.Name, t.Tensor))],
        };
        CheckpointFile.Write(path, manifest, [.. tensors.Select(t => t.Tensor)]);
    }

    /// <summary>Restores a checkpoint into a model and an optimizer that were made as those it was saved from.</summary>
    /// <param name="path">The file.</param>
    /// <param name="model">The model.</param>
    /// <param name="optimizer">Its optimizer.</param>
    /// <param name="objective">The meta-objective, whose sequences are moved to where they were; may be null.</param>
    /// <param name="otherOptions">Whether the optimizer may have other options than the saved one, as far as the tensors fit.</param>
    /// <returns>The notes.</returns>
    /// <exception cref="CheckpointException">The file is damaged, newer, or of other training. Nothing was changed; the message lists all differences.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IReadOnlyDictionary<string, string> Restore(
        string path, nn.Module model, MetaAdamWOptimizer optimizer, MetaObjective? objective = null, bool otherOptions = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(optimizer);
        using IDisposable noGrad = no_grad();
        (CheckpointManifest saved, Tensor[] values) = CheckpointFile.Read(path);
        try
        {
            using Tensor random = get_rng_state();
            (string Name, Tensor Tensor)[] live = [.. TensorsOf(model, optimizer), ("random", random)];
            List<string> differences = Differences(saved, optimizer.Describe(), [.. live.Select(t => EntryOf(t.Name, t.Tensor))], otherOptions);
            if (differences.Count == 0)
            {
                differences.AddRange(objective?.MoveTo(saved.Drawn) ?? []);
                set_rng_state(random);   // batches may have drawn from it
            }

            if (differences.Count > 0)
            {
                throw new CheckpointException(path, differences);
            }

            Dictionary<string, Tensor> byName = saved.Tensors.Zip(values).ToDictionary(t => t.First.Name, t => t.Second, StringComparer.Ordinal);
            foreach ((string name, Tensor tensor) in live)
            {
                tensor.copy_(byName[name]);
            }

            optimizer.Adopt(saved);
            set_rng_state(random);
            return saved.Notes;
        }
        finally
        {
            foreach (Tensor value in values)
            {
                value.Dispose();
            }
        }
    }

    private static IEnumerable<(string Name, Tensor Tensor)> TensorsOf(nn.Module model, MetaAdamWOptimizer optimizer) =>
        model.state_dict().Select(entry => ("model." + entry.Key, entry.Value)).Concat(optimizer.StateTensors());

    private static CheckpointEntry EntryOf(string name, Tensor tensor) => new(name, tensor.dtype, [.. tensor.shape], tensor.numel() * tensor.element_size());

    private static List<string> Differences(CheckpointManifest saved, CheckpointManifest mine, CheckpointEntry[] live, bool otherOptions)
    {
        var found = new List<string>();
        string[] theirs = [.. saved.Groups.Select(g => g.Members)];
        string[] ours = [.. mine.Groups.Select(g => g.Members)];
        found.AddRange(theirs.Except(ours).Select(g => $"it has the group {g}, which this optimizer has not"));
        found.AddRange(ours.Except(theirs).Select(g => $"it has not the group {g}"));
        if (found.Count == 0 && !theirs.SequenceEqual(ours))
        {
            found.Add("its groups are in another order");
        }
        else if (!otherOptions)
        {
            found.AddRange(saved.Groups.Join(mine.Groups, g => g.Members, g => g.Members, (its, here) => (its, here))
                .Where(g => g.its.Options != g.here.Options)
                .Select(g => $"its group {g.its.Members} has {Own(g.its)}; this optimizer's has {Own(g.here)}"));
        }

        if (saved.Rates.Length != mine.Rates.Length)
        {
            found.Add($"it has {saved.Rates.Length} optimizer groups; this optimizer has {mine.Rates.Length}");
        }

        if (saved.Features != mine.Features)
        {
            found.Add($"its features are {saved.Features}; this optimizer's are {mine.Features}");
        }

        if (!otherOptions && saved.Options != mine.Options)
        {
            found.Add($"its options are {saved.Options}; this optimizer's are {mine.Options}");
        }

        Dictionary<string, CheckpointEntry> stored = saved.Tensors.ToDictionary(t => t.Name, StringComparer.Ordinal);
        foreach (CheckpointEntry tensor in live)
        {
            if (!stored.Remove(tensor.Name, out CheckpointEntry? other))
            {
                found.Add($"it has no tensor {tensor.Name}");
            }
            else if (other.Type != tensor.Type || !other.Shape.SequenceEqual(tensor.Shape))
            {
                found.Add($"{tensor.Name} is {Text(other)} in it, {Text(tensor)} here");
            }
        }

        found.AddRange(stored.Keys.Select(name => $"it has the tensor {name}, which is not here"));
        return found;

        static string Own(CheckpointGroup g) => g.Options.Length == 0 ? "no options of its own" : g.Options;

        static string Text(CheckpointEntry t) => $"{t.Type}[{string.Join(", ", t.Shape)}]";
    }
}
