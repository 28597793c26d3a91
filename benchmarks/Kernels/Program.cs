using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using MetaAdamW.Kernels.Benchmarks;

// In this process, whatever the job: the project that BenchmarkDotNet would write does not know where libtorch is.
Job inProcess = Job.Default.WithToolchain(new InProcessEmitToolchain(TimeSpan.FromHours(1), logOutput: true));
BenchmarkSwitcher.FromAssembly(typeof(StepBenchmark).Assembly).Run(args, DefaultConfig.Instance.AddJob(inProcess.AsMutator()));
