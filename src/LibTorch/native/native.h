// Shared by the files of this folder: handles, values and the guard that no exception passes.
#pragma once

#include "abi.h"

#include <ATen/core/Tensor.h>
#include <ATen/core/ivalue.h>

#include <torch/csrc/api/include/torch/version.h>

#include <exception>
#include <optional>

namespace mt {

// From 2.4 on, libtorch's optional is that of the standard library.
#if TORCH_VERSION_MAJOR > 2 || (TORCH_VERSION_MAJOR == 2 && TORCH_VERSION_MINOR >= 4)
template <typename T>
using Optional = std::optional<T>;
#else
template <typename T>
using Optional = c10::optional<T>;
#endif

char* describe(const std::exception& error) noexcept;
char* describe(const char* text) noexcept;

// Runs a function's body and turns whatever it throws into text.
template <typename Body>
Error guarded(Body&& body) noexcept
{
    try {
        body();
        return nullptr;
    } catch (const std::exception& error) {
        return describe(error);
    } catch (...) {
        return describe("an unknown native exception");
    }
}

inline at::Tensor borrow(void* handle)
{
    return at::Tensor(c10::intrusive_ptr<c10::TensorImpl, c10::UndefinedTensorImpl>::reclaim_copy(
        handle ? static_cast<c10::TensorImpl*>(handle) : c10::UndefinedTensorImpl::singleton()));
}

inline void* give(at::Tensor tensor)
{
    return tensor.defined() ? tensor.unsafeReleaseTensorImpl() : nullptr;
}

// Autograd writes a gradient that it knows to be zero as a tensor without memory, whose elements nobody could read.
inline at::Tensor materialized(at::Tensor tensor)
{
    return tensor._is_zerotensor() ? tensor.clone() : tensor;
}

// Libtorch itself looks a type up without asking whether there is such a one.
c10::ScalarType toScalarType(int64_t number);

std::vector<at::Tensor> borrowAll(void* const* handles, int64_t count);

c10::IValue toIValue(const Value& value);

// What fromIValue allocates is the caller's: handles to release, arrays to free.
Value fromIValue(c10::IValue&& value);

void* allocate(size_t bytes);

}  // namespace mt
