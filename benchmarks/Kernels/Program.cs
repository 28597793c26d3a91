using BenchmarkDotNet.Running;
using MetaAdamW.Kernels.Benchmarks;

BenchmarkSwitcher.FromAssembly(typeof(StepBenchmark).Assembly).Run(args);
