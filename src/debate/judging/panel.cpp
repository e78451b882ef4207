#include "debate/judging/panel.hpp"

#include <algorithm>
#include <charconv>

#include "core/try.hpp"

namespace quorum::debate {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

Judge judge_of(const llm::ModelInfo& model, const std::vector<Seat>& seats) {
  Judge judge{.model = model.id,
              .family = model.family,
              .method = model.scores_continuations ? Method::log_odds
                        : model.gives_logprobs     ? Method::token_odds
                                                   : Method::structured,
              .is_small = model.is_small,
              .is_local = model.is_local,
              .context_tokens = model.context_tokens,
              .price = model.price};
  if (model.is_local && !judge.price) judge.price = llm::Price{};
  for (const auto& seat : seats) {
    if (seat.model == model.id) judge.is_participant = true;
    if (!model.family.empty() && seat.family == model.family)
      judge.same_family_as.push_back(seat.id);
  }
  return judge;
}

/// A larger model judges better; among remote ones, whose names say nothing, the first.
bool judges_better(const llm::ModelInfo& a, const llm::ModelInfo& b) {
  if (a.is_small != b.is_small) return !a.is_small;
  return size_in_name(a.id) > size_in_name(b.id);
}

bool is_seat(const llm::ModelInfo& model, const std::vector<Seat>& seats) {
  return std::ranges::find(seats, model.id, &Seat::model) != seats.end();
}

/// Where nobody was asked for.
Result<llm::ModelInfo> default_judge(const llm::Models& models, const std::vector<Seat>& seats) {
  QUORUM_TRY(auto best, models.find(seats.front().model));
  for (const auto& seat : seats) {
    QUORUM_TRY(auto model, models.find(seat.model));
    if (judges_better(model, best)) best = std::move(model);
  }
  if (!best.is_small) return best;
  for (auto& model : models.list()) {
    const bool can_judge = model.is_local && model.scores_continuations && !is_seat(model, seats);
    if (can_judge && judges_better(model, best)) best = std::move(model);
  }
  return best;
}

std::optional<Judge> choose_chair(const std::vector<Judge>& judges, const llm::Models& models,
                                  const std::vector<Seat>& seats) {
  const auto is_stranger = [](const Judge& judge) {
    return !judge.is_small && !judge.is_participant && judge.same_family_as.empty();
  };
  const auto stranger = std::ranges::find_if(judges, is_stranger);
  if (stranger != judges.end()) return *stranger;
  for (const auto& judge : judges) {
    if (!judge.is_small) return judge;
  }
  for (const auto& seat : seats) {
    const auto model = models.find(seat.model);
    if (model && !model->is_small) return judge_of(*model, seats);
  }
  // A small judge writes the reason only, and only with a prefill and a grammar.
  const auto local = std::ranges::find_if(judges, &Judge::is_local);
  if (local != judges.end()) return *local;
  return std::nullopt;
}

}  // namespace

Result<Panel> choose_panel(const llm::Models& models, const std::vector<Seat>& seats,
                           const std::vector<std::string>& wanted) {
  Panel panel;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (std::ranges::find(panel.judges, wanted[i], &Judge::model) != panel.judges.end()) continue;
    auto model = models.find(wanted[i]);
    if (!model) {
      model.error().field = "judges." + std::to_string(i) + ".model";
      return std::move(model.error());
    }
    panel.judges.push_back(judge_of(*model, seats));
  }
  if (panel.judges.empty()) {
    QUORUM_TRY(const auto model, default_judge(models, seats));
    panel.judges.push_back(judge_of(model, seats));
  }
  panel.chair = choose_chair(panel.judges, models, seats);
  return panel;
}

double size_in_name(std::string_view model) {
  double billions = 0;
  for (std::size_t at = 0; at < model.size(); ++at) {
    const bool is_start =
        is_digit(model[at]) && (at == 0 || !(is_digit(model[at - 1]) || model[at - 1] == '.'));
    if (!is_start) continue;
    double size = 0;
    const auto* end = model.data() + model.size();
    const auto [rest, problem] = std::from_chars(model.data() + at, end, size);
    if (problem != std::errc{} || rest == end) continue;
    const bool ends_word = rest + 1 == end || !((rest[1] | 32) >= 'a' && (rest[1] | 32) <= 'z');
    if (!ends_word) continue;
    if ((*rest | 32) == 'b') billions = size;
    if ((*rest | 32) == 'm') billions = size / 1000;
  }
  return billions;
}

}  // namespace quorum::debate
