using BenchmarkDotNet.Running;
using MetaAdamW.Generators.Benchmarks;

BenchmarkSwitcher.FromAssembly(typeof(GeneratorBenchmark).Assembly).Run(args);
