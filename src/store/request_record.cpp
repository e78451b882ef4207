#include "store/request_record.hpp"

namespace quorum::store {

std::string_view name(Ending ending) {
  switch (ending) {
    case Ending::left: return "left";
    case Ending::cut: return "cut";
    case Ending::failed: return "failed";
    case Ending::whole: return "whole";
  }
  return "left";
}

}  // namespace quorum::store
