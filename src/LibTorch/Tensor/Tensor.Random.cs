namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>1 with the probability that each element says, or p says; else 0.</summary>
        public Tensor bernoulli(Generator? generator = null) => Aten.bernoulli(this, generator);

        /// <summary>Indices drawn with these weights, for each row.</summary>
        public Tensor multinomial(long num_samples, bool replacement = false, Generator? generator = null) =>
            Aten.multinomial(this, num_samples, replacement, generator);

        /// <summary>Numbers of the Poisson distributions with these rates.</summary>
        public Tensor poisson(Generator? generator = null) => Aten.poisson(this, generator);

        /// <summary>In place: 1 with the probability that each element says, or p says; else 0.</summary>
        /// <returns>This tensor.</returns>
        public Tensor bernoulli_(double p = 0.5, Generator? generator = null) => Aten.bernoulli_(this, p, generator);

        /// <summary>In place: 1 with the probability that each element says, or p says; else 0.</summary>
        /// <returns>This tensor.</returns>
        public Tensor bernoulli_(Tensor p, Generator? generator = null) => Aten.bernoulli_(this, p, generator);

        /// <summary>Fills with numbers of the Cauchy distribution.</summary>
        /// <returns>This tensor.</returns>
        public Tensor cauchy_(double median = 0.0, double sigma = 1.0, Generator? generator = null) => Aten.cauchy_(this, median, sigma, generator);

        /// <summary>Fills with numbers of the exponential distribution.</summary>
        /// <returns>This tensor.</returns>
        public Tensor exponential_(double lambda = 1.0, Generator? generator = null) => Aten.exponential_(this, lambda, generator);

        /// <summary>Fills with numbers of the geometric distribution.</summary>
        /// <returns>This tensor.</returns>
        public Tensor geometric_(double p, Generator? generator = null) => Aten.geometric_(this, p, generator);

        /// <summary>Fills with numbers of the normal distribution.</summary>
        /// <returns>This tensor.</returns>
        public Tensor normal_(double mean = 0.0, double std = 1.0, Generator? generator = null) => Aten.normal_(this, mean, std, generator);

        /// <summary>Fills with numbers whose logarithms are normally distributed.</summary>
        /// <returns>This tensor.</returns>
        public Tensor log_normal_(double mean = 0.0, double std = 1.0, Generator? generator = null) => Aten.log_normal_(this, mean, std, generator);

        /// <summary>Fills with whole numbers drawn evenly from [from, to).</summary>
        /// <returns>This tensor.</returns>
        public Tensor random_(double from, double to, Generator? generator = null) => Aten.random_(this, (long)from, (long)to, generator);

        /// <summary>Fills with numbers drawn evenly from [from, to).</summary>
        /// <returns>This tensor.</returns>
        public Tensor uniform_(double from, double to, Generator? generator = null) => Aten.uniform_(this, from, to, generator);
    }
}
