#include "native.h"

#include <c10/core/GradMode.h>
#include <c10/core/InferenceMode.h>
#include <torch/csrc/autograd/anomaly_mode.h>
#include <torch/csrc/autograd/autograd.h>

// retainGraph: 0, 1, or -1 for "as createGraph".
static mt::Optional<bool> retain(int32_t retainGraph)
{
    return retainGraph < 0 ? mt::Optional<bool>() : mt::Optional<bool>(retainGraph != 0);
}

MT_EXPORT Error mt_backward(void* const* tensors, int32_t count, void* const* grads, int32_t gradCount, int32_t retainGraph,
    int32_t createGraph, void* const* inputs, int32_t inputCount)
{
    return mt::guarded([&] {
        torch::autograd::backward(mt::borrowAll(tensors, count), mt::borrowAll(grads, gradCount), retain(retainGraph),
            createGraph != 0, mt::borrowAll(inputs, inputCount));
    });
}

// results has room for inputCount handles; those of inputs that weren't used become null.
MT_EXPORT Error mt_grad(void* const* outputs, int32_t count, void* const* inputs, int32_t inputCount, void* const* grads,
    int32_t gradCount, int32_t retainGraph, int32_t createGraph, int32_t allowUnused, void** results)
{
    return mt::guarded([&] {
        auto found = torch::autograd::grad(mt::borrowAll(outputs, count), mt::borrowAll(inputs, inputCount),
            mt::borrowAll(grads, gradCount), retain(retainGraph), createGraph != 0, allowUnused != 0);
        for (at::Tensor& gradient : found)
            *results++ = mt::give(mt::materialized(std::move(gradient)));
    });
}

MT_EXPORT int32_t mt_grad_mode(void)
{
    return c10::GradMode::is_enabled();
}

MT_EXPORT void mt_set_grad_mode(int32_t enabled)
{
    c10::GradMode::set_enabled(enabled != 0);
}

// The guard belongs to the thread that made it.
MT_EXPORT Error mt_inference_mode_enter(int32_t enabled, void** guard)
{
    return mt::guarded([&] { *guard = new c10::InferenceMode(enabled != 0); });
}

MT_EXPORT void mt_inference_mode_leave(void* guard)
{
    delete static_cast<c10::InferenceMode*>(guard);
}

MT_EXPORT int32_t mt_inference_mode(void)
{
    return c10::InferenceMode::is_enabled();
}

MT_EXPORT void mt_anomaly_mode(int32_t* enabled, int32_t* checkNan)
{
    *enabled = torch::autograd::AnomalyMode::is_enabled();
    *checkNan = torch::autograd::AnomalyMode::should_check_nan();
}

MT_EXPORT void mt_set_anomaly_mode(int32_t enabled, int32_t checkNan)
{
    torch::autograd::AnomalyMode::set_enabled(enabled != 0, checkNan != 0);
}
