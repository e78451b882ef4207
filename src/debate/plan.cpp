#include "debate/plan.hpp"

#include <algorithm>
#include <utility>

#include "core/try.hpp"
#include "debate/format/prompt.hpp"
#include "debate/format/sides.hpp"
#include "debate/judging/panel.hpp"

namespace quorum::debate {
namespace {

/// A local model costs nobody anything.
std::optional<llm::Price> price_of(const llm::ModelInfo& model) {
  if (model.is_local && !model.price) return llm::Price{};
  return model.price;
}

Profile profile_of(const llm::ModelInfo& model) {
  if (!model.is_small) return Profile::standard;
  return model.is_local ? Profile::small_local : Profile::small;
}

Result<std::vector<SeatRequest>> local_seats(const llm::Models& models) {
  auto local = models.list();
  std::erase_if(local, [](const llm::ModelInfo& model) { return !model.is_local; });
  if (local.empty()) {
    return Error{.code = Errc::not_found,
                 .message =
                     "No local model is here: run `quorum models pull starter`, or name "
                     "the seats' models.",
                 .field = "seats",
                 .reason = "model_not_found"};
  }
  std::ranges::sort(local, {}, [](const llm::ModelInfo& model) {
    return std::pair(size_in_name(model.id), model.id);
  });
  const auto other = std::ranges::find_if(local, [&local](const llm::ModelInfo& model) {
    return model.family != local.front().family;
  });
  const auto& second =
      other != local.end() ? *other : local[std::min<std::size_t>(1, local.size() - 1)];
  return std::vector<SeatRequest>{{.model = local.front().id}, {.model = second.id}};
}

Result<> check_prices(const DebateStarted& plan) {
  if (!plan.budget.usd) return {};
  const auto refuse = [](const std::string& model) {
    return Error{.code = Errc::invalid_request,
                 .message = "budget.usd cannot be kept: the price of " + model +
                            " is unknown. Leave the cap out, or give budget.tokens.",
                 .field = "budget.usd"};
  };
  for (const auto& seat : plan.seats) {
    if (!seat.price) return refuse(seat.model);
  }
  for (const auto& judge : plan.judges) {
    if (!judge.price) return refuse(judge.model);
  }
  if (plan.chair && !plan.chair->price) return refuse(plan.chair->model);
  return {};
}

}  // namespace

Result<DebateStarted> make_plan(const llm::Models& models, const DebateRequest& request,
                                std::string id) {
  DebateStarted plan{.id = std::move(id),
                     .question = request.question,
                     .format = request.format,
                     .rounds = request.rounds,
                     .budget = {.usd = request.budget.usd,
                                .tokens = request.budget.tokens,
                                .seconds = request.budget.seconds}};
  auto asked = request.seats;
  const bool are_ours = asked.empty();
  if (are_ours) {
    QUORUM_TRY(asked, local_seats(models));
  }
  const auto sides = sides_of(request.question);
  for (std::size_t i = 0; i < asked.size(); ++i) {
    auto& from = asked[i];
    auto model = models.find(from.model);
    if (!model) {
      model.error().field = "seats." + std::to_string(i) + ".model";
      return std::move(model.error());
    }
    const auto profile = profile_of(*model);
    // A small model that is free to choose its side changes it in the middle of a sentence.
    if (from.position.empty() && (are_ours || profile != Profile::standard)) {
      from.position = sides[i % sides.size()];
    }
    plan.seats.push_back({.id = "s" + std::to_string(i + 1),
                          .model = from.model,
                          .name = std::move(from.name),
                          .position = std::move(from.position),
                          .persona = std::move(from.persona),
                          .system = std::move(from.system),
                          .tokens_max = from.tokens_max.value_or(default_tokens_max(profile)),
                          .family = model->family,
                          .profile = profile,
                          .is_local = model->is_local,
                          .price = price_of(*model)});
  }
  QUORUM_TRY(auto panel, choose_panel(models, plan.seats, request.judges));
  plan.judges = std::move(panel.judges);
  plan.chair = std::move(panel.chair);
  QUORUM_CHECK(check_prices(plan));
  return plan;
}

}  // namespace quorum::debate
