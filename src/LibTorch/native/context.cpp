// Random state, threads, devices and defaults: what belongs to the process, not to a tensor.
#include "native.h"

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <c10/core/DefaultDtype.h>
#include <torch/csrc/api/include/torch/cuda.h>
#include <torch/csrc/api/include/torch/version.h>

static at::Generator borrowGenerator(void* handle)
{
    return at::Generator(c10::intrusive_ptr<c10::GeneratorImpl>::reclaim_copy(static_cast<c10::GeneratorImpl*>(handle)));
}

// The libtorch that this library was compiled against.
MT_EXPORT const char* mt_version(void)
{
    return TORCH_VERSION;
}

MT_EXPORT Error mt_manual_seed(uint64_t seed)
{
    return mt::guarded([&] { at::manual_seed(seed); });
}

MT_EXPORT Error mt_generator_default(int32_t deviceType, int32_t deviceIndex, void** result)
{
    return mt::guarded([&] {
        const c10::Device device(static_cast<c10::DeviceType>(deviceType), static_cast<c10::DeviceIndex>(deviceIndex));
        *result = at::Generator(at::globalContext().defaultGenerator(device)).unsafeReleaseGeneratorImpl();
    });
}

MT_EXPORT Error mt_generator_new(uint64_t seed, int32_t deviceType, int32_t deviceIndex, void** result)
{
    return mt::guarded([&] {
        const c10::Device device(static_cast<c10::DeviceType>(deviceType), static_cast<c10::DeviceIndex>(deviceIndex));
        at::Generator generator = device.is_cpu() ? at::detail::createCPUGenerator(seed)
                                                  : at::globalContext().defaultGenerator(device).clone();
        if (!device.is_cpu())
            generator.set_current_seed(seed);
        *result = generator.unsafeReleaseGeneratorImpl();
    });
}

MT_EXPORT void mt_generator_release(void* handle)
{
    if (handle)
        c10::intrusive_ptr<c10::GeneratorImpl>::reclaim(static_cast<c10::GeneratorImpl*>(handle));
}

MT_EXPORT Error mt_generator_set_seed(void* handle, uint64_t seed)
{
    return mt::guarded([&] {
        at::Generator generator = borrowGenerator(handle);
        std::lock_guard<std::mutex> lock(generator.mutex());
        generator.set_current_seed(seed);
    });
}

MT_EXPORT Error mt_generator_seed(void* handle, uint64_t* seed)
{
    return mt::guarded([&] {
        at::Generator generator = borrowGenerator(handle);
        std::lock_guard<std::mutex> lock(generator.mutex());
        *seed = generator.current_seed();
    });
}

MT_EXPORT Error mt_generator_state(void* handle, void** state)
{
    return mt::guarded([&] {
        at::Generator generator = borrowGenerator(handle);
        std::lock_guard<std::mutex> lock(generator.mutex());
        *state = mt::give(generator.get_state());
    });
}

MT_EXPORT Error mt_generator_set_state(void* handle, void* state)
{
    return mt::guarded([&] {
        at::Generator generator = borrowGenerator(handle);
        std::lock_guard<std::mutex> lock(generator.mutex());
        generator.set_state(mt::borrow(state));
    });
}

MT_EXPORT int32_t mt_threads(void)
{
    return at::get_num_threads();
}

MT_EXPORT Error mt_set_threads(int32_t count)
{
    return mt::guarded([&] { at::set_num_threads(count); });
}

MT_EXPORT int32_t mt_interop_threads(void)
{
    return at::get_num_interop_threads();
}

MT_EXPORT Error mt_set_interop_threads(int32_t count)
{
    return mt::guarded([&] { at::set_num_interop_threads(count); });
}

MT_EXPORT int32_t mt_default_dtype(void)
{
    return static_cast<int32_t>(c10::get_default_dtype_as_scalartype());
}

MT_EXPORT Error mt_set_default_dtype(int32_t dtype)
{
    return mt::guarded([&] {
        const c10::ScalarType type = mt::toScalarType(dtype);
        TORCH_CHECK(c10::isFloatingType(type), "only floating-point types are supported as the default type");
        c10::set_default_dtype(c10::scalarTypeToTypeMeta(type));
    });
}

MT_EXPORT Error mt_cuda(int32_t* devices, int32_t* cudnn)
{
    return mt::guarded([&] {
        *devices = static_cast<int32_t>(torch::cuda::device_count());
        *cudnn = torch::cuda::cudnn_is_available();
    });
}

MT_EXPORT Error mt_cuda_manual_seed(uint64_t seed, int32_t all)
{
    return mt::guarded([&] { all ? torch::cuda::manual_seed_all(seed) : torch::cuda::manual_seed(seed); });
}

MT_EXPORT Error mt_cuda_synchronize(int32_t device)
{
    return mt::guarded([&] { torch::cuda::synchronize(device); });
}
