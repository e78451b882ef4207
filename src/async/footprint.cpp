#include "async/footprint.hpp"

#include "async/loop.hpp"

namespace quorum::async {

Footprint::Footprint(Loop& loop)
    : place_(loop.footprint()), outer_(place_ == nullptr ? nullptr : *place_) {
  if (place_ != nullptr) *place_ = this;
}

const Footprint* Footprint::innermost(Loop& loop) {
  const auto* const place = loop.footprint();
  return place == nullptr ? nullptr : *place;
}

}  // namespace quorum::async
