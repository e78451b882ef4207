#pragma once
/// What the kernel says of this process, under the names that Prometheus' clients share.

#include "metrics/exposition.hpp"

namespace quorum::metrics {

/// Writes `process_*`; what cannot be read is left out.
void write_process(Exposition& out);

}  // namespace quorum::metrics
