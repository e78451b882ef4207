// Every recorded exchange, through every face and to every target.
#include <gtest/gtest.h>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <map>

#include "json/schema.hpp"
#include "json/value.hpp"
#include "mutations.hpp"
#include "testkit/shared.hpp"
#include "verdicts.hpp"

namespace quorum::translation {
namespace {

using Deltas = std::vector<llm::Delta>;

// Enough to see what is wrong; the rest is counted.
constexpr std::size_t kFaultsShown = 40;

class Faults {
 public:
  void add(std::string_view what, const std::string& detail) {
    ++counts_[std::string{what}];
    if (shown_++ < kFaultsShown) ADD_FAILURE() << what << ": " << detail.substr(0, 1500);
  }
  ~Faults() {
    for (const auto& [what, count] : counts_) fmt::print("{:5} {}\n", count, what);
  }

 private:
  std::map<std::string, std::size_t> counts_;
  std::size_t shown_ = 0;
};

/// Calls `visit` with every exchange of these APIs that went well, and its file's name.
template <typename Visit>
std::size_t for_each_exchange(const std::vector<std::string_view>& apis, Visit visit) {
  std::size_t visited = 0;
  for (const auto api : apis) {
    for (const auto& path : testkit::recorded_exchanges(QUORUM_SOURCE_DIR, api)) {
      const auto document = json::Document::parse(testkit::read_file(path));
      if (!document) continue;
      const auto exchange = document->root();
      if (exchange["response"]["status"].integer().value_or(0) >= 300) continue;
      visit(exchange, path.parent_path().parent_path().parent_path().filename().string() + "/" +
                          path.stem().string());
      ++visited;
    }
  }
  return visited;
}

/// Long bytes were left out of the recordings; some must be there.
std::string with_bytes(std::string_view body) {
  std::string whole{body};
  for (auto at = whole.find("<elided "); at != whole.npos; at = whole.find("<elided ", at)) {
    whole.replace(at, whole.find('>', at) + 1 - at, "AAAA");
  }
  return whole;
}

/// What the provider said; nothing where the recording is of an answer that failed.
std::optional<Deltas> answer_of(const Callee& callee, json::Value exchange) {
  const auto body = with_bytes(exchange["response"]["body"].string().value_or(""));
  const bool is_stream = exchange["kind"].string().value_or("json") != "json";
  auto deltas = is_stream ? hear(callee.target, body) : callee.target.read_reply("provider", body);
  const auto is_broken = [](const llm::Delta& delta) { return delta.finish == llm::Finish::error; };
  if (!deltas || std::ranges::any_of(*deltas, is_broken)) return std::nullopt;
  return std::move(*deltas);
}

/// How well each face tells each thing, found once.
using Abilities = std::map<std::string_view, Verdict>;
Abilities abilities_of(const Caller& caller) {
  Abilities abilities;
  for (const auto& feature : answer_features()) {
    abilities[feature.name] = can_tell(caller, feature);
  }
  return abilities;
}

void compare(const Deltas& before, const Deltas& after, const Abilities& abilities,
             const std::string& where, Faults& faults) {
  const bool has_pictures =
      std::ranges::any_of(before, [](const llm::Delta& delta) { return !delta.images.empty(); });
  const bool has_refusal =
      std::ranges::any_of(before, [](const llm::Delta& delta) { return !delta.refusal.empty(); });
  for (const auto& feature : answer_features()) {
    // Where a refusal has no words of its own, the finish tells it.
    if (has_refusal && feature.name.starts_with("finish")) continue;
    const auto able = abilities.at(feature.name);
    const auto said = feature.seen(before);
    if (said.empty() || able == Verdict::unsaid || feature.comes_late) continue;
    // Some models tell their thoughts in the text, and some readers take them out of it.
    if (said.starts_with("<think>")) continue;
    const auto heard = feature.seen(after);
    // Pictures go into the text where there is no other place for them.
    const bool is_longer = has_pictures && heard.find(said) != heard.npos;
    const bool is_well = able == Verdict::exact ? heard == said || is_longer : !heard.empty();
    if (!is_well) {
      faults.add(where.substr(0, where.find(':')) + " " + std::string{feature.name},
                 fmt::format("{}\n  '{}'\n  became\n  '{}'", where, said, heard));
    }
  }
}

TEST(Corpus, EveryAnswerIsToldThroughEveryFace) {
  Faults faults;
  std::size_t answers = 0;
  for (const auto& caller : callers()) {
    if (caller.client == nullptr) continue;
    const auto abilities = abilities_of(caller);
    for (const auto& callee : callees()) {
      answers += for_each_exchange(callee.apis, [&](json::Value exchange, const std::string& name) {
        const auto deltas = answer_of(callee, exchange);
        if (!deltas) return;
        for (const auto form : {Form::whole, Form::streamed}) {
          const auto where = fmt::format("{} <- {}{}: {}", caller.name, callee.name,
                                         form == Form::whole ? "" : ", streamed", name);
          const auto read = retold(caller, *deltas, form);
          if (!read) {
            faults.add(where.substr(0, where.find(':')) + " unreadable",
                       where + ": " + read.error().message + " " + read.error().detail);
            continue;
          }
          compare(*deltas, *read, abilities, where, faults);
        }
      });
    }
  }
  if (answers == 0) GTEST_SKIP() << "no recorded exchanges beside the project";
}

/// What an answer says, as far as it is not kept in its own spelling.
std::string gist(const Deltas& deltas) {
  std::string said;
  for (const auto& feature : answer_features()) {
    const bool is_gist = feature.name == "text" || feature.name == "reasoning" ||
                         feature.name == "refusals" || feature.name.ends_with("tool calls") ||
                         feature.name.starts_with("usage") || feature.name.starts_with("finish");
    if (is_gist) said += fmt::format("{}: {}\n", feature.name, feature.seen(deltas));
  }
  return said;
}

/// Streams meet every mutation, whole answers one after the other.
bool meets(std::size_t answer, Mutation mutation, bool is_stream) {
  return is_stream || answer % mutations().size() == static_cast<std::size_t>(mutation);
}

TEST(Corpus, AnswersSayTheSameHoweverTheyAreSpelled) {
  constexpr std::size_t kBytesMax = 60'000;  // Longer ones say nothing that shorter ones do not.
  Faults faults;
  std::size_t compared = 0;
  for (const auto& callee : callees()) {
    std::size_t answer = 0;
    for_each_exchange(callee.apis, [&](json::Value exchange, const std::string& name) {
      const auto body = with_bytes(exchange["response"]["body"].string().value_or(""));
      if (body.size() > kBytesMax) return;
      const bool is_stream = exchange["kind"].string().value_or("json") != "json";
      const auto read = [&](const std::string& text) {
        return is_stream ? hear(callee.target, text) : callee.target.read_reply("provider", text);
      };
      const auto before = read(body);
      if (!before) return;
      ++answer;
      const auto shape = is_stream ? Shape::stream : Shape::whole;
      for (const auto mutation : mutations()) {
        if (!meets(answer, mutation, is_stream)) continue;
        ++compared;
        const auto after = read(mutated(body, shape, callee.target.framing(), mutation));
        const auto said = after ? gist(*after) : after.error().detail;
        if (said == gist(*before)) continue;
        faults.add(translation::name(mutation),
                   fmt::format("{} {}\n{}\n became\n{}", callee.name, name, gist(*before), said));
      }
    });
  }
  fmt::print("{} answers compared\n", compared);
  if (compared == 0) GTEST_SKIP() << "no recorded exchanges beside the project";
}

/// What becomes of each thing on its way from a face to a target, found once.
using Fates = std::map<std::string_view, Verdict>;
Fates fates_of(const Caller& caller, const Callee& callee) {
  Fates fates;
  for (const auto& feature : request_features()) {
    const auto chat = as_asked(caller, feature);
    fates[feature.name] = chat ? asked(*chat, callee, feature).verdict : Verdict::unsaid;
  }
  return fates;
}

/// Documents given as text go into the text where there is no other place for them.
bool has_told_documents(const llm::Chat& chat) {
  return std::ranges::any_of(chat.messages, [](const llm::Message& message) {
    return std::ranges::any_of(message.parts, [](const llm::Part& part) {
      const auto* file = part.as<llm::File>();
      return file != nullptr && !file->text.empty();
    });
  });
}

struct Known {
  std::string_view exchange;
  std::string_view feature;
};

/// What is right as it is, and why.
bool is_known(std::string_view exchange, std::string_view feature) {
  constexpr std::array<Known, 6> kKnown{{
      // Arguments that are no JSON become some.
      {"TestOpenAIFunctionsAgent", "tool calls"},
      {"TestOpenAIFunctionsAgent", "several tool calls"},
      // Searches for tools, which only their vendor runs.
      {"test_tool_search_", ""},
      {"test_tool_availability_portability_", ""},
      // A text of one blank, which Anthropic refuses.
      {"llm-anthropic__test_anthropic_test_tools", "what the assistant said"},
      // A conversation whose first turn is not the user's.
      {"test_deepseek_responses_replay_unsent_item_ids", "what the user says"},
  }};
  return std::ranges::any_of(kKnown, [&](const Known& known) {
    return exchange.find(known.exchange) != exchange.npos && feature.starts_with(known.feature);
  });
}

TEST(Corpus, EveryRequestReachesEveryTarget) {
  Faults faults;
  std::size_t requests = 0;
  for (const auto& caller : callers()) {
    for (const auto& callee : callees()) {
      if (callee.server == nullptr) continue;  // What cannot be read back cannot be compared.
      const auto fates = fates_of(caller, callee);
      const auto visit = [&](json::Value exchange, const std::string& name) {
        const auto body = exchange["request"]["body"];
        const auto text = with_bytes(body.string().value_or(body.raw()));
        if (text.empty() || text == "null") return;
        const auto chat = caller.face.reader()(text);
        const auto pair = fmt::format("{} -> {}", caller.name, callee.name);
        // A conversation that only its provider keeps cannot be had elsewhere.
        const bool is_theirs =
            !chat && chat.error().message.find("only OpenAI itself") != std::string::npos;
        if (is_theirs) return;
        if (!chat) {
          faults.add(pair + " unread", name + ": " + chat.error().message);
          return;
        }
        // Tools that must not be called need not be sent, and one that must be called keeps to its
        // schema anyhow.
        const bool is_narrowed = chat->tool_choice.has_value();
        for (const auto& feature : request_features()) {
          if (is_narrowed && feature.name.starts_with("tools")) continue;
          const auto outcome = asked(*chat, callee, feature);
          const bool was_exact = fates.at(feature.name) == Verdict::exact && !callee.folds;
          const bool is_worse = was_exact && outcome.verdict == Verdict::translated &&
                                !feature.is_stepped && !outcome.is_emulated &&
                                !has_told_documents(*chat);
          if (outcome.verdict != Verdict::lost && !is_worse) continue;
          if (is_known(name, feature.name)) continue;
          faults.add(fmt::format("{} {}", pair, feature.name),
                     fmt::format("{} {}{}", name, is_worse ? "only in part " : "", outcome.detail));
        }
      };
      requests += for_each_exchange(caller.apis, visit);
    }
  }
  if (requests == 0) GTEST_SKIP() << "no recorded exchanges beside the project";
}

}  // namespace
}  // namespace quorum::translation
