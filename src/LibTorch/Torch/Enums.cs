namespace TorchSharp;

/// <summary>How elements are stored.</summary>
public enum layout
{
    /// <summary>All of them, each at a distance for each dimension.</summary>
    strided = 0,
    /// <summary>Those that aren't 0, with their indices.</summary>
    sparse_coo = 1,
}

/// <summary>How <see cref="torch.cdist"/> computes Euclidean distances.</summary>
public enum compute_mode
{
    /// <summary>By a matrix product if there are more than 25 vectors.</summary>
    use_mm_for_euclid_dist_if_necessary = 0,
    /// <summary>By a matrix product.</summary>
    use_mm_for_euclid_dist = 1,
    /// <summary>Difference by difference.</summary>
    donot_use_mm_for_euclid_dist = 2,
}
