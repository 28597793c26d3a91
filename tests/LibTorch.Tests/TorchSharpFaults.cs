using Xunit.Abstractions;
using Xunit.Sdk;

[assembly: TestCaseOrderer("MetaAdamW.LibTorch.Tests.TorchSharpFaults", "MetaAdamW.LibTorch.Tests")]

namespace MetaAdamW.LibTorch.Tests;

/// <summary>
/// Leaves out the cases that end the process on TorchSharp 0.107 itself, so that all others can run there. Compiled with
/// Torch=cpu and Torch=cuda only; docs/torchsharp-differences.md says the same of the calls.
/// </summary>
public sealed class TorchSharpFaults : ITestCaseOrderer
{
    private const string NativeException = "an exception of libtorch is not caught: of autograd.grad, set_num_threads, set_num_interop_threads, set_rng_state";
    private const string ComplexMemory = "complex numbers over an array's memory, which need not begin where libtorch may read them";
    private const string Nanmean = "nanmean calls a native function of other arguments";

    private static readonly Dictionary<string, string> Reasons = new() {
        ["AutogradTests.ErrorsAreExceptionsWithTorchsMessage"] = NativeException,
        ["NN.FunctionalTests.Doubles_are_those_of_PyTorch(name: \"mish#inplace\")"] = NativeException,
        ["NN.FunctionalTests.Floats_are_those_of_PyTorch(name: \"mish#inplace\")"] = NativeException,
        ["Values.DefaultsTests.Operators_use_as_many_threads_as_they_are_told"] = NativeException,
        ["Values.DefaultsTests.Threads_between_operators_are_set_once_in_a_process"] = NativeException,
        ["Values.StateTests.The_random_state_of_the_process_is_saved_and_restored"] = NativeException,
        ["IndexingTests.TensorsPickElements"] = "index_put_ with accumulate and more than one index",
        ["JitTests.MistakesAreExceptions"] = "a script that does not compile, a function that is not there and a disposed unit end the process",
        ["Parity.MemberParityTests.Members_give_what_PyTorch_gives(name: \"angle/1\")"] = ComplexMemory,
        ["Parity.MemberParityTests.Members_give_what_PyTorch_gives(name: \"conj/0\")"] = ComplexMemory,
        ["Parity.MemberParityTests.Members_give_what_PyTorch_gives(name: \"conj_physical/0\")"] = ComplexMemory,
        ["Parity.MemberParityTests.Members_give_what_PyTorch_gives(name: \"conj_physical_/0\")"] = ComplexMemory,
        ["Parity.MemberParityTests.Members_give_what_PyTorch_gives(name: \"imag/0\")"] = ComplexMemory,
        ["Parity.MemberParityTests.Members_give_what_PyTorch_gives(name: \"is_conj/0\")"] = ComplexMemory,
        ["Parity.MemberParityTests.Members_give_what_PyTorch_gives(name: \"real/0\")"] = ComplexMemory,
        ["Parity.MemberParityTests.Members_give_what_PyTorch_gives(name: \"resolve_conj/0\")"] = ComplexMemory,
        ["Parity.MemberParityTests.Members_give_what_PyTorch_gives(name: \"sgn/1\")"] = ComplexMemory,
        ["Parity.MemberParityTests.Members_give_what_PyTorch_gives(name: \"sgn_/1\")"] = ComplexMemory,
        ["Parity.MemberParityTests.Members_give_what_PyTorch_gives(name: \"view_as_real/0\")"] = ComplexMemory,
        ["Parity.MemberParityTests.Members_give_what_PyTorch_gives(name: \"nanmean/1\")"] = Nanmean,
        ["Values.CreationTests.Arrays_of_complex_numbers_may_begin_anywhere"] = ComplexMemory,
        ["Parity.Members.FunctionsParityTests.Functions_gives_what_PyTorch_gives"] = ComplexMemory,
    };

    /// <inheritdoc/>
    public IEnumerable<TTestCase> OrderTestCases<TTestCase>(IEnumerable<TTestCase> testCases) where TTestCase : ITestCase =>
        testCases.Where(test => !Reasons.ContainsKey(test.DisplayName.Replace("MetaAdamW.LibTorch.Tests.", "")));
}
