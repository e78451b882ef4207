#pragma once
/// Every face that clients call and every target that we call, side by side.

#include <string>
#include <string_view>
#include <vector>

#include "core/error.hpp"
#include "dialects/face.hpp"
#include "dialects/target.hpp"

namespace quorum::translation {

/// A face, and who reads what it writes.
struct Caller {
  std::string_view name;
  const dialects::Face& face;
  const dialects::Target* client;  ///< Null where nobody of ours reads its answers.
  dialects::Quirks quirks{};       ///< With which `client` asks for all that the dialect can say.
  std::vector<std::string_view> apis{};  ///< Of the recorded requests.
};

/// A target, and who reads what it writes.
struct Callee {
  std::string_view name;
  const dialects::Target& target;
  const dialects::Face* server;  ///< Null where the dialect has no face of ours.
  dialects::Quirks quirks{};
  std::vector<std::string_view> apis{};   ///< Of the recorded answers; empty for a second column.
  std::vector<llm::Maker> makers{};       ///< Whose seals it takes.
  bool is_silent_off = false;             ///< It does not think unless asked to.
  bool folds = false;                     ///< A conversation becomes one text.
  std::vector<std::string_view> tells{};  ///< Of the answers' features, where it has no face.
  std::string_view model = "m-1";         ///< That is asked, where each maker's has its own words.
};

const std::vector<Caller>& callers();
const std::vector<Callee>& callees();

/// The deltas of a whole stream.
Result<std::vector<llm::Delta>> hear(const dialects::Target& target, std::string_view stream);

enum class Form : bool { whole, streamed };

/// `deltas` as `caller`'s face tells them and its client reads them.
Result<std::vector<llm::Delta>> retold(const Caller& caller, const std::vector<llm::Delta>& deltas,
                                       Form form);

}  // namespace quorum::translation
