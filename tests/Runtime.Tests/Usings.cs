global using TorchSharp;
global using TorchSharp.Modules;
global using static TorchSharp.torch;

// Torch's random state and thread count belong to the process.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
