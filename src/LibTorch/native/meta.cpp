// META kernels that libtorch 1 lacks and newer versions have: those of dot, where, relu, layer_norm and the _foreach_
// operators. Of the last, the kernels that loop over their tensors serve every device that has the operator for one tensor, as META has.
#include <torch/csrc/api/include/torch/version.h>

#if TORCH_VERSION_MAJOR < 2

#include <ATen/ExpandUtils.h>
#include <ATen/ops/_foreach_add_native.h>
#include <ATen/ops/_foreach_addcdiv_native.h>
#include <ATen/ops/_foreach_addcmul_native.h>
#include <ATen/ops/_foreach_mul_native.h>
#include <ATen/ops/_foreach_norm_native.h>
#include <ATen/ops/_foreach_sqrt_native.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/empty_like.h>
#include <ATen/ops/result_type.h>
#include <torch/library.h>

static at::Tensor dot(const at::Tensor& self, const at::Tensor& other)
{
    TORCH_CHECK(self.dim() == 1 && other.dim() == 1 && self.numel() == other.numel() && self.dtype() == other.dtype(),
        "dot: expected two vectors of one length and type");
    return at::empty({}, self.options());
}

static at::Tensor where(const at::Tensor& condition, const at::Tensor& self, const at::Tensor& other)
{
    const auto sizes = at::infer_size(condition.sizes(), at::infer_size(self.sizes(), other.sizes()));
    return at::empty(sizes, self.options().dtype(at::result_type(self, other)));
}

static at::Tensor relu(const at::Tensor& self)
{
    return at::empty_like(self);
}

static std::tuple<at::Tensor, at::Tensor, at::Tensor> layerNorm(const at::Tensor& input, c10::IntArrayRef normalized,
    const c10::optional<at::Tensor>&, const c10::optional<at::Tensor>&, double)
{
    std::vector<int64_t> sizes = input.sizes().vec();
    TORCH_CHECK(sizes.size() >= normalized.size() && std::equal(normalized.rbegin(), normalized.rend(), sizes.rbegin()),
        "layer_norm: the input's last dimensions are not those to normalize");
    std::fill_n(sizes.rbegin(), normalized.size(), 1);
    return {at::empty_like(input), at::empty(sizes, input.options()), at::empty(sizes, input.options())};
}

TORCH_LIBRARY_IMPL(aten, Meta, library)
{
    library.impl("dot", dot);
    library.impl("native_layer_norm", layerNorm);
    library.impl("relu", relu);
    library.impl("where.self", where);
    library.impl("_foreach_add.List", at::native::foreach_tensor_add_list_kernel_slow);
    library.impl("_foreach_add_.List", at::native::foreach_tensor_add_list_kernel_slow_);
    library.impl("_foreach_addcdiv.Scalar", at::native::foreach_tensor_addcdiv_scalar_slow);
    library.impl("_foreach_addcdiv_.Scalar", at::native::foreach_tensor_addcdiv_scalar_slow_);
    library.impl("_foreach_addcmul.Scalar", at::native::foreach_tensor_addcmul_scalar_slow);
    library.impl("_foreach_addcmul_.Scalar", at::native::foreach_tensor_addcmul_scalar_slow_);
    library.impl("_foreach_mul.List", at::native::foreach_tensor_mul_list_kernel_slow);
    library.impl("_foreach_mul_.List", at::native::foreach_tensor_mul_list_kernel_slow_);
    library.impl("_foreach_norm.Scalar", at::native::foreach_tensor_norm_slow);
    library.impl("_foreach_sqrt", at::native::foreach_tensor_sqrt_slow);
    library.impl("_foreach_sqrt_", at::native::foreach_tensor_sqrt_slow_);
}

#endif
