using static TorchSharp.torch;

namespace MetaAdamW;

/// <content>What a learning Φ does on two threads, where it is large enough: two evaluations side by side, and a way back on which one follows the other.</content>
internal sealed unsafe partial class AttentionEvaluator<T, TVector>
{
    private static readonly int[] s_alone = [2];
    private static readonly int[] s_sideBySide = [1, 2];

    private readonly BothPasses? _both;
    private readonly WayBack? _back;

    /// <summary>How threads share a job of two pieces.</summary>
    private int[] Ends => Parameters.Count * (_lanes / TVector.Count) >= AttentionEvaluator.WorthThreads && ChunkTeam.Shared.Limit > 1 && get_num_threads() > 1 ? s_sideBySide : s_alone;

    public override void Prepare()
    {
        if (_both is not null)
        {
            ChunkTeam.Shared.Alert(Ends.Length);
        }
    }

    public override void Evaluate(double[] features, double[] raw, double[] last, double[] lastRaw) => _both!.Run(features, raw, last, lastRaw);

    /// <summary>Evaluates the features of the step at hand and those of the step before, each on a thread where there are two.</summary>
    private sealed class BothPasses(AttentionEvaluator<T, TVector> evaluator, Pass present) : ChunkJob
    {
        private double[] _features = [];
        private double[] _raw = [];
        private double[] _last = [];
        private double[] _lastRaw = [];

        public void Run(double[] features, double[] raw, double[] last, double[] lastRaw)
        {
            (_features, _raw, _last, _lastRaw) = (features, raw, last, lastRaw);
            ChunkTeam.Shared.Run(this, evaluator.Ends);
        }

        public override void Run(int chunk)
        {
            if (chunk == 0)
            {
                evaluator.Evaluate(present, _features, _raw);
            }
            else
            {
                evaluator.Evaluate(evaluator._pass, _last, _lastRaw);
            }
        }
    }

    /// <summary>Goes back through the layers, and on a second thread, where there is one, from each layer to its weights.</summary>
    private sealed class WayBack(AttentionEvaluator<T, TVector> evaluator) : ChunkJob
    {
        private int _reached;

        public void Run()
        {
            _reached = int.MaxValue;
            ChunkTeam.Shared.Run(this, evaluator.Ends);
        }

        public override void Run(int chunk)
        {
            if (chunk == 0)
            {
                evaluator.DifferentiateInputs(evaluator._slopes!, ref _reached);
            }
            else
            {
                evaluator.DifferentiateWeights(evaluator._slopes!, ref _reached);
            }
        }
    }
}
