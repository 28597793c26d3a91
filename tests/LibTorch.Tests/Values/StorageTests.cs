using System.Numerics;
using TorchSharp;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace MetaAdamW.LibTorch.Tests.Values;

public class StorageTests
{
    [Fact]
    public void A_storage_is_the_memory_behind_a_tensor()
    {
        using Tensor whole = tensor(new[] { 1f, 2f, 3f, 4f });
        using Tensor part = whole.narrow(0, 1, 2);
        using Storage<float> storage = part.storage<float>();
        Assert.Equal((4, 4, 16UL, false), (storage.Count, storage.element_size(), storage.nbytes(), storage.IsReadOnly));
        Assert.Equal([1, 2, 3, 4], storage.ToArray());
        Assert.Equal(storage.ToArray(), storage.tolist());
        Assert.Equal(storage.ToArray(), storage);
        Assert.NotEqual(0, storage.data_ptr());
        Assert.Equal(DeviceType.CPU, storage.device.type);
        storage[1] = 20;
        Assert.Equal(20, storage[1]);
        Assert.Throws<IndexOutOfRangeException>(() => storage[4]);
        Assert.Equal(20, part[0].item<float>());
        bool found = storage.Contains(20), absent = storage.Contains(2);
        Assert.True(found && !absent);
        storage.copy_([5, 6, 7, 8]);
        storage.CopyFrom([0, 0, 9], 2);
        var copy = new float[5];
        storage.CopyTo(copy, 1);
        Assert.Equal([0, 9, 6, 7, 8], copy);
        using Storage<float> here = storage.cpu();
        Assert.Equal(4, here.Count);
        using IEnumerator<float> elements = storage.GetEnumerator();
        Assert.True(elements.MoveNext());
        storage.fill_(1);
        Assert.Equal([1, 1, 1, 1], whole.data<float>().ToArray());
        if (!cuda.is_available())
            Assert.ThrowsAny<Exception>(() => storage.cuda());
    }

    [Fact]
    public void A_storage_can_be_seen_as_other_elements()
    {
        using DisposeScope scope = NewDisposeScope();
        Assert.Equal([true, false], tensor(new[] { true, false }).storage<bool>().@bool().ToArray());
        Assert.Equal([1, 2], tensor(new byte[] { 1, 2 }).storage<byte>().@byte().ToArray());
        Assert.Equal([1, 2], tensor(new[] { 1, 2 }).storage<int>().@int().ToArray());
        Assert.Equal([1, 2], tensor(new[] { 1L, 2L }).storage<long>().@long().ToArray());
        Assert.Equal([1, 2], tensor(new[] { 1f, 2f }).storage<float>().@float().ToArray());
        Assert.Equal([1, 2], tensor(new[] { 1.0, 2.0 }).storage<double>().@double().ToArray());
        Assert.Equal([(1f, 2f)], tensor(new[] { (1f, 2f) }).storage<(float, float)>().complex_float().ToArray());
        Assert.Equal([new Complex(1, 2)], tensor(new[] { new Complex(1, 2) }).storage<Complex>().complex_double().ToArray());
    }

    [Fact]
    public void An_accessor_reads_and_writes_elements_in_order()
    {
        using Tensor grid = tensor(new[] { 1, 2, 3, 4, 5, 6 }, 2, 3);
        using Tensor turned = grid.t();
        using TensorAccessor<int> elements = turned.data<int>();
        Assert.Equal([1, 4, 2, 5, 3, 6], elements.ToArray());
        Assert.Equal(elements.ToArray(), elements);
        Assert.Equal(6, elements.Count);
        Assert.False(elements.IsReadOnly);
        Assert.Equal(4, elements[0, 1]);
        Assert.Equal(new[,] { { 1, 4 }, { 2, 5 }, { 3, 6 } }, elements.ToNDArray());
        using Tensor other = grid.t();
        Assert.True(elements == other.data<int>());
        Assert.True(elements != grid.data<int>());
        Assert.Equal(elements, (object)other.data<int>());
        var some = new int[3];
        elements.CopyTo(some, 1, 4);
        Assert.Equal([0, 3, 6], some);
        Span<int> span = stackalloc int[6];
        elements.CopyTo(span);
        Assert.Equal(elements.ToArray(), span.ToArray());
        elements[2, 1] = 60;
        elements.CopyFrom([10], 0, 0);
        elements.CopyFrom((ReadOnlySpan<int>)[40], 0, 1);
        Assert.Equal([10, 2, 3, 40, 5, 60], grid.data<int>().ToArray());
        using IEnumerator<int> enumerator = elements.GetEnumerator();
        Assert.True(enumerator.MoveNext());
        Assert.Equal(10, enumerator.Current);
    }

    [Fact]
    public void Tensors_go_through_files()
    {
        using var folder = new TemporaryFolder();
        using Tensor original = tensor(new[] { 1.5, -2.5 });
        original.Save(folder.File("tensor"));
        using (FileStream file = File.OpenRead(folder.File("tensor"))) {
            using var reader = new BinaryReader(file);
            using Tensor read = TensorExtensionMethods.Load(reader);
            Assert.Equal([1.5, -2.5], read.data<double>().ToArray());
        }
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        original.Save(writer);
        original.Save(writer);
        stream.Position = 0;
        using var second = new BinaryReader(stream);
        using Tensor target = zeros(2, dtype: float64);
        target.Load(second, skip: true);
        Assert.Equal([0, 0], target.data<double>().ToArray());
        target.Load(second);
        Assert.Equal([1.5, -2.5], target.data<double>().ToArray());
        stream.Position = 0;
        Tensor? made = null;
        TensorExtensionMethods.Load(ref made, second);
        Assert.Equal([1.5, -2.5], made!.data<double>().ToArray());
        made.Dispose();
        using Tensor wrong = zeros(3, dtype: float64);
        stream.Position = 0;
        Assert.Throws<ArgumentException>(() => wrong.Load(second));

        using (Tensor fromPath = Tensor.Load(folder.File("tensor")))
            Assert.Equal([1.5, -2.5], fromPath.data<double>().ToArray());
        stream.Position = 0;
        using (Tensor fromReader = Tensor.Load(second))
            Assert.Equal([1.5, -2.5], fromReader.data<double>().ToArray());
        using (Tensor fromStream = Tensor.Load(new MemoryStream(stream.ToArray())))
            Assert.Equal([1.5, -2.5], fromStream.data<double>().ToArray());
        Assert.Throws<EndOfStreamException>(() => Tensor.Load(new MemoryStream(stream.ToArray()[..7])));

        using var bytes = new MemoryStream();
        original.Save((Stream)bytes);
        Assert.Equal(stream.ToArray()[..^(int)(stream.Length / 2)], bytes.ToArray());
    }
}
