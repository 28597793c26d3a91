#include "native.h"

#include <ATen/core/dispatch/Dispatcher.h>

#include <algorithm>

// An operator handle is a c10::OperatorHandle on the heap. There is one for each operator used, for the whole process.
MT_EXPORT Error mt_operator(const char* name, const char* overload, void** result)
{
    return mt::guarded([&] {
        const auto found = c10::Dispatcher::singleton().findSchema({name, overload});
        *result = found ? new c10::OperatorHandle(*found) : nullptr;
    });
}

// Arguments that a newer libtorch has added to the schema take their defaults. Results beyond `resultCount` are dropped:
// those that only repeat an argument, such as that of an in-place operator.
MT_EXPORT Error mt_call(const void* handle, const Value* arguments, int32_t count, Value* results, int32_t resultCount)
{
    return mt::guarded([&] {
        const auto& op = *static_cast<const c10::OperatorHandle*>(handle);
        const auto& parameters = op.schema().arguments();
        torch::jit::Stack stack;
        stack.reserve(std::max<size_t>({parameters.size(), op.schema().returns().size(), 4}));
        for (int32_t i = 0; i < count; i++)
            stack.push_back(mt::toIValue(arguments[i]));
        for (size_t i = count; i < parameters.size(); i++) {
            TORCH_CHECK(parameters[i].default_value().has_value(), "this libtorch wants an argument more: ", op.schema());
            stack.push_back(*parameters[i].default_value());
        }
        op.callBoxed(stack);
        for (int32_t i = 0; i < resultCount; i++)
            results[i] = mt::fromIValue(std::move(stack.at(i)));
    });
}
