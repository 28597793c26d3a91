#include "native.h"

#include <ATen/ops/from_blob.h>
#include <torch/csrc/autograd/variable.h>

MT_EXPORT void mt_tensor_release(void* handle)
{
    // Reclaimed and dropped. A destructor that throws would end the process with or without a guard here.
    if (handle)
        c10::intrusive_ptr<c10::TensorImpl, c10::UndefinedTensorImpl>::reclaim(static_cast<c10::TensorImpl*>(handle));
}

// A second reference to the same tensor.
MT_EXPORT void* mt_tensor_share(void* handle)
{
    return mt::give(mt::borrow(handle));
}

MT_EXPORT Error mt_tensor_info(void* handle, TensorInfo* info)
{
    return mt::guarded([&] {
        const at::Tensor tensor = mt::borrow(handle);
        TORCH_CHECK(tensor.defined(), "the tensor is undefined");
        info->sizes = tensor.sizes().data();
        info->strides = tensor.layout() == c10::kStrided ? tensor.strides().data() : nullptr;
        info->dimensions = tensor.dim();
        info->elements = tensor.numel();
        info->dtype = static_cast<int32_t>(tensor.scalar_type());
        info->deviceType = static_cast<int32_t>(tensor.device().type());
        info->deviceIndex = tensor.device().index();
        info->layout = static_cast<int32_t>(tensor.layout());
    });
}

// A tensor over memory of the caller's. When it is no longer needed, release is called with context, on any thread; if no tensor
// can be made, at once.
MT_EXPORT Error mt_from_blob(
    void* data, const int64_t* sizes, int32_t dimensions, int32_t dtype, void (*release)(void*), void* context, void** result)
{
    return mt::guarded([&] {
        *result = mt::give(at::for_blob(data, c10::IntArrayRef(sizes, dimensions))
                               .context(context, release)
                               .options(at::TensorOptions().dtype(mt::toScalarType(dtype)))
                               .make_tensor());
    });
}

MT_EXPORT Error mt_tensor_data(void* handle, void** data)
{
    return mt::guarded([&] {
        const at::Tensor tensor = mt::borrow(handle);
        *data = tensor.data_ptr();
        TORCH_CHECK(*data || tensor.numel() == 0 || tensor.is_meta(), "the tensor has no memory; clone it first");
    });
}

// Bytes of the storage, and the address of its first one.
MT_EXPORT Error mt_tensor_storage(void* handle, void** data, int64_t* bytes)
{
    return mt::guarded([&] {
        const c10::Storage storage = mt::borrow(handle).storage();
        *data = const_cast<void*>(static_cast<const void*>(storage.data()));
        *bytes = static_cast<int64_t>(storage.nbytes());
    });
}

MT_EXPORT Error mt_tensor_requires_grad(void* handle, int32_t* result)
{
    return mt::guarded([&] { *result = mt::borrow(handle).requires_grad(); });
}

MT_EXPORT Error mt_tensor_set_requires_grad(void* handle, int32_t value)
{
    return mt::guarded([&] {
        const at::Tensor tensor = mt::borrow(handle);
        TORCH_CHECK(tensor.is_leaf() || value,
            "you can only change requires_grad flags of leaf variables. If you want to use a computed variable in a "
            "subgraph that doesn't require differentiation use var_no_grad = var.detach().");
        TORCH_CHECK(!value || torch::autograd::isDifferentiableType(tensor.scalar_type()),
            "only Tensors of floating point and complex dtype can require gradients");
        tensor.set_requires_grad(value != 0);
    });
}

MT_EXPORT Error mt_tensor_is_leaf(void* handle, int32_t* result)
{
    return mt::guarded([&] { *result = mt::borrow(handle).is_leaf(); });
}

MT_EXPORT Error mt_tensor_grad(void* handle, void** result)
{
    return mt::guarded([&] {
        // Not Tensor::grad(): that one warns on every tensor that isn't a leaf.
        const at::Tensor tensor = mt::borrow(handle);
        *result = mt::give(mt::materialized(tensor.unsafeGetTensorImpl()->grad()));
    });
}

MT_EXPORT Error mt_tensor_set_grad(void* handle, void* value)
{
    return mt::guarded([&] {
        const at::Tensor tensor = mt::borrow(handle);
        const at::Tensor grad = mt::borrow(value);
        if (grad.defined()) {
            TORCH_CHECK(!grad.is_same(tensor), "can't assign Variable as its own grad");
            TORCH_CHECK(grad.scalar_type() == tensor.scalar_type(), "assigned grad has data of a different type");
            TORCH_CHECK(grad.device() == tensor.device(), "assigned grad has data located on a different device");
            TORCH_CHECK(grad.sizes() == tensor.sizes(), "assigned grad has data of a different size");
        }
        tensor.mutable_grad() = grad;
    });
}

MT_EXPORT Error mt_tensor_retain_grad(void* handle)
{
    return mt::guarded([&] { mt::borrow(handle).retain_grad(); });
}

MT_EXPORT Error mt_tensor_set_data(void* handle, void* data)
{
    return mt::guarded([&] { mt::borrow(handle).set_data(mt::borrow(data)); });
}

MT_EXPORT Error mt_tensor_version(void* handle, int64_t* result)
{
    return mt::guarded([&] { *result = mt::borrow(handle)._version(); });
}
