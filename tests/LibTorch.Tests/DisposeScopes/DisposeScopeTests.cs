using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.utils.rnn;

namespace MetaAdamW.LibTorch.Tests.DisposeScopes;

public class DisposeScopeTests
{
    [Fact]
    public void A_scope_disposes_what_was_created_in_it()
    {
        Tensor inside, outside = zeros(1);
        using (DisposeScope scope = NewDisposeScope()) {
            Assert.Same(scope, CurrentDisposeScope);
            inside = zeros(1);
            Assert.Equal(1, scope.DisposablesCount);
            Assert.Same(inside, Assert.Single(scope.DisposablesView));
            Assert.True(scope.Contains(inside));
            Assert.False(scope.Contains(outside));
        }
        Assert.Null(CurrentDisposeScope);
        Assert.True(inside.IsInvalid);
        Assert.False(outside.IsInvalid);
        outside.Dispose();
    }

    [Fact]
    public void Scopes_nest_and_may_be_disposed_in_any_order()
    {
        DisposeScope first = NewDisposeScope(), second = NewDisposeScope(), third = NewDisposeScope();
        second.Dispose();
        Assert.Same(third, CurrentDisposeScope);
        third.Dispose();
        Assert.Same(first, CurrentDisposeScope);
        first.Dispose();
        first.Dispose();
        Assert.Null(CurrentDisposeScope);
    }

    [Fact]
    public void Moving_out_goes_one_scope_up_and_detaching_goes_beyond_all()
    {
        using DisposeScope outer = NewDisposeScope();
        Tensor[] moved, detached;
        Tensor left;
        using (DisposeScope inner = NewDisposeScope()) {
            moved = [.. Enumerable.Range(0, 9).Select(_ => zeros(1))];
            Assert.Same(moved[0], inner.MoveToOuter(moved[0]));
            Assert.Equal((moved[1], moved[2]), inner.MoveToOuter(moved[1], moved[2]));
            Assert.Equal((moved[3], moved[4], moved[5]), inner.MoveToOuter(moved[3], moved[4], moved[5]));
            inner.MoveToOuter((IDisposable[])[moved[6], moved[7]]);
            inner.MoveToOuter((IEnumerable<IDisposable>)[moved[8]]);

            detached = [.. Enumerable.Range(0, 9).Select(_ => zeros(1))];
            Assert.Same(detached[0], inner.Detach(detached[0]));
            Assert.Equal((detached[1], detached[2]), inner.Detach(detached[1], detached[2]));
            Assert.Equal((detached[3], detached[4], detached[5]), inner.Detach(detached[3], detached[4], detached[5]));
            inner.Detach((IDisposable[])[detached[6], detached[7]]);
            inner.Detach((IEnumerable<IDisposable>)[detached[8]]);

            left = zeros(1);
            Assert.Equal(1, inner.DisposablesCount);
        }
        Assert.True(left.IsInvalid);
        Assert.All(moved, tensor => Assert.True(outer.Contains(tensor)));
        outer.Dispose();
        Assert.All(moved, tensor => Assert.True(tensor.IsInvalid));
        foreach (Tensor tensor in detached) {
            Assert.False(tensor.IsInvalid);
            tensor.Dispose();
        }
    }

    [Fact]
    public void Moving_to_another_scope_takes_only_what_the_scope_owns()
    {
        using DisposeScope target = NewDisposeScope();
        using DisposeScope source = NewDisposeScope();
        Tensor[] moved = [.. Enumerable.Range(0, 9).Select(_ => zeros(1))];
        using DisposeScope other = NewDisposeScope();
        Tensor foreign = zeros(1);

        Assert.Same(moved[0], source.MoveToOther(target, moved[0]));
        Assert.Equal((moved[1], moved[2]), source.MoveToOther(target, moved[1], moved[2]));
        Assert.Equal((moved[3], moved[4], moved[5]), source.MoveToOther(target, moved[3], moved[4], moved[5]));
        source.MoveToOther(target, (IDisposable[])[moved[6], moved[7]]);
        source.MoveToOther(target, (IEnumerable<IDisposable>)[moved[8], foreign]);
        Assert.Equal(0, source.DisposablesCount);
        Assert.Equal(9, target.DisposablesCount);
        Assert.True(other.Contains(foreign));

        target.MoveToOther(null, moved[0]);
        Assert.Equal(8, target.DisposablesCount);
        moved[0].Dispose();
    }

    [Fact]
    public void Attaching_takes_a_tensor_over_from_wherever_it_is()
    {
        Tensor free = zeros(1), alsoFree = zeros(1);
        using DisposeScope outer = NewDisposeScope();
        Tensor owned = zeros(1);
        using DisposeScope inner = NewDisposeScope();
        inner.Attach(free);
        inner.Attach((IDisposable[])[owned, free]);
        Assert.Equal([alsoFree], inner.Attach((IEnumerable<IDisposable>)[alsoFree]));
        Assert.Equal(3, inner.DisposablesCount);
        Assert.Equal(0, outer.DisposablesCount);
        Assert.Throws<InvalidOperationException>(() => inner.Attach(new MemoryStream()));
    }

    [Fact]
    public void Everything_but_some_can_be_disposed_early()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor[] kept = [.. Enumerable.Range(0, 9).Select(_ => zeros(1))];
        Tensor foreign = zeros(1).DetachFromDisposeScope();
        Keep(() => Assert.Same(kept[0], scope.DisposeEverythingBut(kept[0])), 0);
        Keep(() => Assert.Equal((kept[1], kept[2]), scope.DisposeEverythingBut(kept[1], kept[2])), 1, 2);
        Keep(() => Assert.Equal((kept[3], kept[4], kept[5]), scope.DisposeEverythingBut(kept[3], kept[4], kept[5])), 3, 4, 5);
        Keep(() => scope.DisposeEverythingBut((IDisposable[])[kept[6], kept[7]]), 6, 7);
        Keep(() => scope.DisposeEverythingBut((IEnumerable<IDisposable>)[kept[8], foreign]), 8);
        // What the scope never owned, it does not take.
        OnTorchSharp.Differs("DisposeEverythingBut", () => Assert.False(scope.Contains(foreign)));

        scope.DisposeEverything();
        Assert.True(kept[8].IsInvalid);
        Assert.Equal(0, scope.DisposablesCount);
        foreign.Dispose();

        void Keep(Action dispose, params int[] indices)
        {
            dispose();
            for (int i = 0; i < kept.Length; i++) {
                if (indices.Contains(i))
                    Assert.False(kept[i].IsInvalid);
                else
                    kept[i] = Renew(kept[i]);
            }
        }

        static Tensor Renew(Tensor disposed)
        {
            Assert.True(disposed.IsInvalid);
            return zeros(1);
        }
    }

    [Fact]
    public void A_tensor_that_is_disposed_leaves_its_scope()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor tensor = zeros(1);
        tensor.Dispose();
        tensor.Dispose();
        Assert.Equal(0, scope.DisposablesCount);

        Tensor other = zeros(1);
        scope.MarkAsDisposed(other);
        Assert.Equal(0, scope.DisposablesCount);
        other.Dispose();
    }

    [Fact]
    public void A_disposed_scope_is_of_no_use()
    {
        DisposeScope scope = NewDisposeScope();
        scope.Dispose();
        using Tensor tensor = zeros(1);
        Assert.Throws<ObjectDisposedException>(() => scope.DisposablesCount);
        Assert.Throws<ObjectDisposedException>(() => scope.DisposablesView);
        Assert.Throws<ObjectDisposedException>(() => scope.Attach(tensor));
        Assert.Throws<ObjectDisposedException>(() => scope.Detach(tensor));
        Assert.Throws<ObjectDisposedException>(() => scope.MoveToOuter(tensor));
        Assert.Throws<ObjectDisposedException>(scope.DisposeEverything);
        Assert.Throws<ObjectDisposedException>(() => scope.MarkAsDisposed(tensor));
    }

    [Fact]
    public void A_wrapped_expression_leaves_only_its_result()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor inner = null!;
        Tensor result = WrappedTensorDisposeScope(() => {
            inner = ones(3);
            return inner + 1;
        });
        Assert.True(inner.IsInvalid);
        Assert.Same(result, Assert.Single(scope.DisposablesView));
    }

    [Fact]
    public void Tensors_and_packed_sequences_move_themselves()
    {
        using DisposeScope outer = NewDisposeScope();
        Tensor owned = zeros(1);
        using DisposeScope inner = NewDisposeScope();
        Tensor tensor = zeros(1);
        Assert.Same(tensor, tensor.MoveToOtherDisposeScope(owned));
        Assert.True(outer.Contains(tensor));
        Assert.Same(tensor, tensor.MoveToOtherDisposeScope(inner));
        Assert.True(inner.Contains(tensor));
        Assert.Same(tensor, tensor.MoveToOuterDisposeScope());
        Assert.True(outer.Contains(tensor));
#pragma warning disable CS0618 // TorchSharp keeps the misspelt name too.
        Assert.Same(tensor, tensor.DetatchFromDisposeScope());
#pragma warning restore CS0618
        Assert.False(outer.Contains(tensor));
        tensor.Dispose();

        PackedSequence packed = pack_padded_sequence(zeros(3, 2, 1), torch.tensor(new long[] { 3, 2 }));
        PackedSequence beside = pack_padded_sequence(zeros(3, 2, 1), torch.tensor(new long[] { 3, 2 }));
        Assert.True(inner.Contains(packed));
        Assert.Same(packed, packed.MoveToOuterDisposeScope());
        Assert.True(outer.Contains(packed));
        Assert.Same(packed, packed.MoveToOtherDisposeScope(beside));
        Assert.True(inner.Contains(packed));
        Assert.Same(packed, packed.MoveToOtherDisposeScope(outer));
        Assert.True(outer.Contains(packed));
        Assert.Same(packed, packed.DetachFromDisposeScope());
        Assert.False(outer.Contains(packed));
        inner.Dispose();
        Assert.True(beside.data.IsInvalid);
        Assert.False(packed.data.IsInvalid);
        packed.Dispose();
        Assert.True(packed.data.IsInvalid);
    }

    [Fact]
    public void Statistics_begin_at_zero()
    {
        Assert.Equal(0, new LifetimeStatistics().ThreadTotalLiveCount);
        Assert.Equal(0, new ThreadDisposeScopeStatistics().ThreadTotalLiveCount);
        Assert.NotNull(new DisposeScopeManager());
    }

    [Fact]
    public void Statistics_count_this_threads_tensors()
    {
        ThreadDisposeScopeStatistics statistics = DisposeScopeManager.Statistics;
        statistics.Reset();
        Tensor outside = zeros(1), attached = zeros(1);
        using (DisposeScope scope = NewDisposeScope()) {
            _ = zeros(1);
            Tensor detached = zeros(1).DetachFromDisposeScope();
            scope.Attach(attached);
            detached.Dispose();
        }
        var other = new Thread(() => zeros(1).Dispose());
        other.Start();
        other.Join();

        Assert.Equal(2, statistics.CreatedOutsideScopeCount);
        Assert.Equal(2, statistics.CreatedInScopeCount);
        Assert.Equal(1, statistics.DisposedOutsideScopeCount);
        Assert.Equal(2, statistics.DisposedInScopeCount);
        Assert.Equal(1, statistics.AttachedToScopeCount);
        Assert.Equal(1, statistics.DetachedFromScopeCount);
        Assert.Equal(1, statistics.ThreadTotalLiveCount);
        Assert.Equal(
            "ThreadTotalLiveCount: 1; CreatedOutsideScopeCount: 2; DisposedOutsideScopeCount: 1; CreatedInScopeCount: 2; DisposedInScopeCount: 2; AttachedToScopeCount: 1; DetachedFromScopeCount: 1",
            statistics.ToString());

        LifetimeStatistics tensors = statistics.TensorStatistics;
        Assert.Equal(2, tensors.CreatedOutsideScopeCount);
        Assert.Equal(2, tensors.CreatedInScopeCount);
        Assert.Equal(1, tensors.DisposedOutsideScopeCount);
        Assert.Equal(2, tensors.DisposedInScopeCount);
        Assert.Equal(1, tensors.AttachedToScopeCount);
        Assert.Equal(1, tensors.DetachedFromScopeCount);
        Assert.Equal(1, tensors.ThreadTotalLiveCount);
        Assert.Equal(statistics.ToString(), tensors.ToString());
        Assert.Equal(0, statistics.PackedSequenceStatistics.ThreadTotalLiveCount);

        outside.Dispose();
        Assert.Equal(0, statistics.ThreadTotalLiveCount);
        tensors.Reset();
        Assert.Equal(0, tensors.CreatedInScopeCount);
    }

    [Fact]
    public void Other_threads_may_dispose_a_scopes_tensors() => OnTorchSharp.Untried("scopes and threads", () =>
    {
        for (int round = 0; round < 50; round++) {
            using DisposeScope scope = NewDisposeScope();
            Tensor[] tensors = [.. Enumerable.Range(0, 200).Select(_ => zeros(4))];
            var thread = new Thread(() => {
                foreach (Tensor tensor in tensors)
                    tensor.Dispose();
            });
            thread.Start();
            for (int i = 0; i < 200; i++)
                _ = zeros(4);
            thread.Join();
            Assert.Equal(200, scope.DisposablesCount);
        }
    });
}
