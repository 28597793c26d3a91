// What C# and this library hand to each other. src/LibTorch/Interop mirrors these declarations.
#pragma once

#include <cstdint>

#define MT_EXPORT extern "C" __attribute__((visibility("default")))

// A tensor handle is the TensorImpl* of one owned reference; null is the undefined tensor. Arguments are borrowed, results
// are owned by the caller.

enum class Tag : int32_t {
    None = 0,
    Tensor = 1,              // pointer: a handle
    Int = 2,                 // integer; also layouts and memory formats
    Double = 3,              // real
    Bool = 4,                // integer
    IntList = 5,             // pointer: int64_t[count]
    DoubleList = 6,          // pointer: double[count]
    BoolList = 7,            // pointer: uint8_t[count]
    TensorList = 8,          // pointer: handle[count]
    OptionalTensorList = 9,  // pointer: handle[count], null for None
    String = 10,             // pointer: char[count], UTF-8, not terminated
    Device = 11,             // integer: the type; count: the index
    Generator = 12,          // pointer: a GeneratorImpl*
    Complex = 13,            // pointer: double[2]
    Tuple = 14,              // results only; pointer: Value[count]
    List = 15,               // results only; pointer: Value[count]
    ScalarType = 16,         // arguments only; integer
};

struct Value {
    Tag tag;
    int32_t count;
    union {
        int64_t integer;
        double real;
        void* pointer;
    };
};
static_assert(sizeof(Value) == 16, "C# declares 16 bytes");

struct TensorInfo {
    const int64_t* sizes;    // valid as long as the tensor lives and isn't resized
    const int64_t* strides;  // null where the layout has none
    int64_t dimensions;
    int64_t elements;
    int32_t dtype;
    int32_t deviceType;
    int32_t deviceIndex;
    int32_t layout;
};

// Each function returns null, or the text of what went wrong: malloc'ed, to be freed by mt_free.
using Error = char*;
