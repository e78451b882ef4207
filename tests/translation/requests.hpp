#pragma once
/// What can be asked of a model, one thing at a time.

#include <string>
#include <string_view>
#include <vector>

#include "llm/chat.hpp"

namespace quorum::translation {

struct RequestFeature {
  std::string_view name;

  /// A chat that asks for nothing else.
  llm::Chat (*make)();

  /// What `chat` says of it, in a form that equal things share; empty where it says nothing.
  std::string (*seen)(const llm::Chat& chat);

  /// Stands in what is made, and in any request that still says it in some way.
  std::string_view mark{};

  /// Who alone can use it, of seals: for every other target it means nothing.
  llm::Maker maker = llm::Maker::unknown;

  /// In steps that differ from dialect to dialect: the nearest is right.
  bool is_stepped = false;

  /// One of these stands in what is written for a dialect whose requests we cannot read back.
  std::vector<std::string_view> written{};

  /// Where this does not stand in what is written, it is said too: tools that are not sent are not
  /// called.
  std::string_view unwritten{};
};

const std::vector<RequestFeature>& request_features();

}  // namespace quorum::translation
