// torch keeps its random state and its threads per process.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
