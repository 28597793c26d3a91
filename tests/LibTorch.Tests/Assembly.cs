// Torch's random state, thread counts and default types belong to the process.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
