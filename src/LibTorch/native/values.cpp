#include "native.h"

#include <ATen/core/Generator.h>

#include <cstdlib>
#include <cstring>

namespace mt {

char* describe(const char* text) noexcept
{
    char* copy = static_cast<char*>(std::malloc(std::strlen(text) + 1));
    return copy ? std::strcpy(copy, text) : nullptr;
}

char* describe(const std::exception& error) noexcept
{
    // The message alone: the native stack trace that follows it tells a C# caller nothing.
    try {
        if (const auto* torchError = dynamic_cast<const c10::Error*>(&error))
            return describe(torchError->what_without_backtrace());
        return describe(error.what());
    } catch (...) {
        return describe("out of memory");
    }
}

void* allocate(size_t bytes)
{
    void* memory = std::malloc(bytes ? bytes : 1);
    if (!memory)
        throw std::bad_alloc();
    return memory;
}

std::vector<at::Tensor> borrowAll(void* const* handles, int64_t count)
{
    std::vector<at::Tensor> tensors;
    tensors.reserve(count);
    for (int64_t i = 0; i < count; i++)
        tensors.push_back(borrow(handles[i]));
    return tensors;
}

c10::ScalarType toScalarType(int64_t number)
{
    const auto type = static_cast<c10::ScalarType>(number);
    TORCH_CHECK(number >= 0 && number < static_cast<int64_t>(c10::ScalarType::NumOptions) && type != c10::ScalarType::Undefined,
        "libtorch ", TORCH_VERSION, " has no element type of number ", number);
    return type;
}

c10::IValue toIValue(const Value& value)
{
    switch (value.tag) {
    case Tag::None:
        return {};
    case Tag::Tensor:
        return borrow(value.pointer);
    case Tag::Int:
        return value.integer;
    case Tag::Double:
        return value.real;
    case Tag::Bool:
        return value.integer != 0;
    case Tag::IntList: {
        const auto* items = static_cast<const int64_t*>(value.pointer);
        return c10::IntArrayRef(items, value.count);
    }
    case Tag::DoubleList: {
        const auto* items = static_cast<const double*>(value.pointer);
        return c10::ArrayRef<double>(items, value.count);
    }
    case Tag::BoolList: {
        const auto* items = static_cast<const uint8_t*>(value.pointer);
        c10::List<bool> list;
        list.reserve(value.count);
        for (int32_t i = 0; i < value.count; i++)
            list.push_back(items[i] != 0);
        return list;
    }
    case Tag::TensorList: {
        auto* const* handles = static_cast<void* const*>(value.pointer);
        c10::List<at::Tensor> list;
        list.reserve(value.count);
        for (int32_t i = 0; i < value.count; i++)
            list.push_back(borrow(handles[i]));
        return list;
    }
    case Tag::OptionalTensorList: {
        auto* const* handles = static_cast<void* const*>(value.pointer);
        c10::List<Optional<at::Tensor>> list;
        list.reserve(value.count);
        for (int32_t i = 0; i < value.count; i++)
            list.push_back(handles[i] ? Optional<at::Tensor>(borrow(handles[i])) : Optional<at::Tensor>());
        return list;
    }
    case Tag::String:
        return std::string(static_cast<const char*>(value.pointer), value.count);
    case Tag::Device:
        return c10::Device(static_cast<c10::DeviceType>(value.integer), static_cast<c10::DeviceIndex>(value.count));
    case Tag::Generator:
        return at::Generator(c10::intrusive_ptr<c10::GeneratorImpl>::reclaim_copy(static_cast<c10::GeneratorImpl*>(value.pointer)));
    case Tag::Complex: {
        const auto* parts = static_cast<const double*>(value.pointer);
        return c10::complex<double>(parts[0], parts[1]);
    }
    case Tag::ScalarType:
        return toScalarType(value.integer);
    default:
        TORCH_CHECK(false, "no such argument kind: ", static_cast<int32_t>(value.tag));
    }
}

static Value sequence(Tag tag, c10::ArrayRef<c10::IValue> items)
{
    Value value{tag, static_cast<int32_t>(items.size()), {}};
    auto* values = static_cast<Value*>(allocate(items.size() * sizeof(Value)));
    value.pointer = values;
    for (const c10::IValue& item : items)
        *values++ = fromIValue(c10::IValue(item));
    return value;
}

Value fromIValue(c10::IValue&& source)
{
    Value value{Tag::None, 0, {}};
    value.integer = 0;
    if (source.isNone())
        return value;
    if (source.isTensor()) {
        value.tag = Tag::Tensor;
        value.pointer = give(std::move(source).toTensor());
    } else if (source.isInt()) {
        value.tag = Tag::Int;
        value.integer = source.toInt();
    } else if (source.isDouble()) {
        value.tag = Tag::Double;
        value.real = source.toDouble();
    } else if (source.isBool()) {
        value.tag = Tag::Bool;
        value.integer = source.toBool();
    } else if (source.isComplexDouble()) {
        const auto complex = source.toComplexDouble();
        auto* parts = static_cast<double*>(allocate(2 * sizeof(double)));
        parts[0] = complex.real();
        parts[1] = complex.imag();
        value.tag = Tag::Complex;
        value.pointer = parts;
    } else if (source.isTensorList()) {
        const auto tensors = std::move(source).toTensorVector();
        auto** handles = static_cast<void**>(allocate(tensors.size() * sizeof(void*)));
        for (size_t i = 0; i < tensors.size(); i++)
            handles[i] = give(tensors[i]);
        value.tag = Tag::TensorList;
        value.count = static_cast<int32_t>(tensors.size());
        value.pointer = handles;
    } else if (source.isString()) {
        const std::string& text = source.toStringRef();
        value.tag = Tag::String;
        value.count = static_cast<int32_t>(text.size());
        value.pointer = std::memcpy(allocate(text.size()), text.data(), text.size());
    } else if (source.isTuple()) {
        value = sequence(Tag::Tuple, source.toTupleRef().elements());
    } else if (source.isList()) {
        value = sequence(Tag::List, source.toListRef());
    } else {
        TORCH_CHECK(false, "a value of type ", source.type()->repr_str(), " can't be returned to C#");
    }
    return value;
}

}  // namespace mt

MT_EXPORT void mt_free(void* memory)
{
    std::free(memory);
}
