#pragma once
/// How a site is asked for a model: worked out once, and kept for the calls that follow.

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.hpp"
#include "dialects/target.hpp"
#include "http/request_template.hpp"
#include "llm/dialect.hpp"
#include "providers/site.hpp"

namespace quorum::providers {

/// What depends on the model, the caller's dialect and the delivery, and on nothing else.
struct Plan {
  std::string asked;  ///< The model, as the caller calls it.
  llm::Dialect caller = llm::Dialect::none;
  std::string model;  ///< As the provider does.
  dialects::Delivery delivery = dialects::Delivery::whole;
  const dialects::Target* target = nullptr;
  dialects::Framing framing = dialects::Framing::sse;
  dialects::Quirks quirks{};
  bool is_spliced = false;     ///< The target speaks the caller's dialect: its bytes are passed on.
  http::RequestTemplate form;  ///< Shows who asks, where that is the same for every request.

  /// Of whole answers that are passed on. What is remembered decides nothing but how soon it is
  /// known what an answer says: with it, a plan that is shared stays as it is.
  std::unique_ptr<dialects::AnswerMemory> memory{};
};

/// Asked for → sent on, by the names that the vendor would see.
using Aliases = std::map<std::string, std::string, std::less<>>;

class Plans {
 public:
  /// `site` outlives it.
  Plans(const Site& site, Aliases aliases);

  /// To ask `model` in the `caller`'s dialect or, where the site does not speak that (or it is
  /// none), in the one that it is best asked in. Shared: it may be forgotten while it is used.
  Result<std::shared_ptr<const Plan>> find(std::string_view model, llm::Dialect caller,
                                           dialects::Delivery delivery);

 private:
  Result<Plan> make(std::string_view model, llm::Dialect caller, dialects::Delivery delivery) const;

  const Site& site_;
  Aliases aliases_;
  std::vector<std::shared_ptr<const Plan>> known_;  ///< By hash: one pushes another out.
};

}  // namespace quorum::providers
