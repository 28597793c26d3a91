using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Optimizers and learning-rate schedulers.</summary>
    public static partial class optim
    {
        /// <summary>Base class of all optimizers.</summary>
        public abstract partial class Optimizer : IDisposable
        {
            /// <summary>The parameter groups, in the order in which they were added. As in TorchSharp, null until a derived class sets it.</summary>
            protected IList<ParamGroup> _parameter_groups = null!;

            /// <summary>Creates an optimizer without parameter groups.</summary>
            /// <param name="handle">
            /// The handle of an optimizer implemented in native code. There is none of that kind here: pass <see cref="IntPtr.Zero"/>.
            /// </param>
            /// <exception cref="NotSupportedException"><paramref name="handle"/> is not zero.</exception>
            protected Optimizer(IntPtr handle)
            {
                if (handle != IntPtr.Zero)
                    throw new NotSupportedException("Optimizers implemented in native code are not supported.");
            }

            /// <summary>The parameter groups, as learning-rate schedulers see them.</summary>
            public virtual IEnumerable<ILearningRateController> ParamGroups => _parameter_groups;

            /// <summary>All parameters that the optimizer handles, group by group.</summary>
            public virtual IEnumerable<Parameter> parameters() => _parameter_groups?.SelectMany(group => group.Parameters) ?? [];

            /// <summary>
            /// Fills the gradients of all parameters with zeros. Parameters without a gradient stay without; to remove gradients,
            /// call the module's zero_grad.
            /// </summary>
            public virtual void zero_grad()
            {
                foreach (Parameter parameter in parameters()) {
                    using Tensor? gradient = parameter.grad;
                    if (gradient is not null)
                        Aten.zero_(gradient);
                }
            }

            /// <summary>Adds a parameter group, for example of layers that were frozen so far.</summary>
            /// <param name="param_group">The group.</param>
            public virtual void add_param_group(ParamGroup param_group) => _parameter_groups.Add(param_group);

            // The annotations are off as in TorchSharp, so that both `Tensor loss = step(...)` and `override Tensor? step` compile.
#nullable disable annotations
            /// <summary>Updates the parameters once from their gradients.</summary>
            /// <param name="closure">Evaluates the model again and returns the loss; null when there is nothing to evaluate.</param>
            /// <returns>What <paramref name="closure"/> returned, else null.</returns>
            /// <exception cref="NotSupportedException">The optimizer has not said how to step.</exception>
            public virtual Tensor step(Func<Tensor> closure = null) =>
                throw new NotSupportedException($"{GetType().Name} does not override step.");
#nullable restore annotations

            /// <summary>Releases the optimizer's state. The parameters live on.</summary>
            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            /// <summary>Releases the optimizer's state.</summary>
            /// <param name="disposing">False when called by a finalizer, which must leave managed objects alone.</param>
            protected virtual void Dispose(bool disposing)
            {
            }

            /// <summary>
            /// What an optimizer knows besides the parameters: the options of each group and the state of each parameter. These are
            /// the optimizer's own objects, not copies.
            /// </summary>
            public class StateDictionary
            {
                internal StateDictionary()
                {
                }

                /// <summary>The options of each group.</summary>
                public List<OptimizerOptions> Options { get; } = [];

                /// <summary>The state of each parameter, group by group.</summary>
                public List<OptimizerState> State { get; } = [];

                /// <summary>For each group, the indices in <see cref="State"/> of its parameters.</summary>
                public List<List<int>> StateIndexRef { get; } = [];
            }
        }

        /// <summary>What learning-rate schedulers need of a parameter group.</summary>
        public interface ILearningRateController
        {
            /// <summary>The learning rate of the next step.</summary>
            double LearningRate { set; get; }

            /// <summary>The learning rate that schedules start from.</summary>
            double InitialLearningRate { set; get; }
        }

        /// <summary>An optimizer, or a group of one, with momentum; some schedulers change it.</summary>
        public interface IMomentum
        {
            /// <summary>The momentum factor.</summary>
            double Momentum { get; set; }
        }

        /// <summary>An optimizer, or a group of one, with betas in place of momentum.</summary>
        public interface IBetas
        {
            /// <summary>The decay rates of the running means of the gradient and of its square.</summary>
            (double, double) Betas { get; set; }
        }
    }
}
