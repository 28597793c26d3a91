#include "native.h"

#include <torch/csrc/jit/api/compilation_unit.h>
#include <torch/csrc/jit/frontend/resolver.h>

// A handle is a torch::jit::CompilationUnit on the heap.
MT_EXPORT Error mt_jit_compile(const char* script, void** result)
{
    return mt::guarded([&] {
        auto unit = std::make_unique<torch::jit::CompilationUnit>();
        unit->define(mt::Optional<c10::QualifiedName>(), script, torch::jit::nativeResolver(), nullptr);
        *result = unit.release();
    });
}

MT_EXPORT void mt_jit_release(void* unit)
{
    delete static_cast<torch::jit::CompilationUnit*>(unit);
}

// The functions live as long as their unit. Null where there is none of that name.
MT_EXPORT Error mt_jit_function(void* unit, const char* name, void** result)
{
    return mt::guarded([&] { *result = static_cast<torch::jit::CompilationUnit*>(unit)->find_function(c10::QualifiedName(name)); });
}

MT_EXPORT Error mt_jit_invoke(void* function, const Value* arguments, int32_t count, Value* result)
{
    return mt::guarded([&] {
        torch::jit::Stack stack;
        stack.reserve(count);
        for (int32_t i = 0; i < count; i++)
            stack.push_back(mt::toIValue(arguments[i]));
        *result = mt::fromIValue((*static_cast<torch::jit::Function*>(function))(std::move(stack)));
    });
}
