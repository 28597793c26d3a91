// Bytes of tensors on the CPU, counted where libtorch's allocator reports them to its profiler.
#include "native.h"

#include <c10/core/Allocator.h>

#include <algorithm>
#include <memory>

namespace {

// Totals are int64_t in libtorch 1.x and size_t later.
template <typename Class, typename Total>
Total totalOf(void (Class::*)(void*, int64_t, Total, Total, c10::Device));
using Total = decltype(totalOf(&c10::MemoryReportingInfoBase::reportMemoryUsage));

struct Meter final : c10::MemoryReportingInfoBase {
    void reportMemoryUsage(void*, int64_t, Total allocated, Total, c10::Device device) override
    {
        if (!device.is_cpu())
            return;
        now = static_cast<int64_t>(allocated);
        peak = std::max(peak, now);
    }

    bool memoryProfilingEnabled() const override { return true; }

    int64_t now = 0;
    int64_t peak = 0;
};

// Reports reach the thread that allocates, and a meter watches one thread: backward passes on the CPU run in their caller's.
thread_local std::shared_ptr<Meter> meter;

}  // namespace

// Begins to count what this thread allocates, or counts the peak anew.
MT_EXPORT Error mt_memory_watch(void)
{
    return mt::guarded([] {
        if (!meter) {
            meter = std::make_shared<Meter>();
            c10::ThreadLocalDebugInfo::_push(c10::DebugInfoKind::PROFILER_STATE, meter);
        }
        meter->peak = meter->now;
    });
}

MT_EXPORT void mt_memory_read(int64_t* now, int64_t* peak)
{
    *now = meter ? meter->now : 0;
    *peak = meter ? meter->peak : 0;
}
