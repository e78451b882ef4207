#include "answers.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>

#include "canonical.hpp"

namespace quorum::translation {
namespace {

using llm::Delta;
using llm::Finish;
using llm::Seal;
using Deltas = std::vector<Delta>;

/// An answer with `delta` in it, as answers are: with a text before it and an end.
Deltas telling(Delta delta) {
  return {{.id = "a1", .model = "m"},
          std::move(delta),
          {.text = "Hello"},
          {.finish = Finish::stop, .usage = llm::Usage{.prompt = 11, .completion = 7}}};
}

Deltas calling(std::vector<llm::ToolCallDelta> calls) {
  return {{.id = "a1", .model = "m"},
          {.tool_calls = std::move(calls)},
          {.finish = Finish::tool_calls, .usage = llm::Usage{.prompt = 11, .completion = 7}}};
}

Deltas costing(llm::Usage usage) {
  return {{.text = "Hello", .id = "a1", .model = "m"}, {.finish = Finish::stop, .usage = usage}};
}

Deltas ending(Finish finish, std::string stop_sequence = {}) {
  return {{.text = "Hello", .id = "a1", .model = "m"},
          {.finish = finish,
           .stop_sequence = std::move(stop_sequence),
           .usage = llm::Usage{.prompt = 11, .completion = 7}}};
}

struct Call {
  std::size_t choice;
  std::size_t index;
  std::string name{}, arguments{};
  std::optional<Seal> seal{};
};

std::vector<Call> calls_in(const Deltas& deltas) {
  std::vector<Call> calls;
  for (const auto& delta : deltas) {
    for (const auto& piece : delta.tool_calls) {
      const auto is_same = [&](const Call& call) {
        return call.choice == delta.choice && call.index == piece.index;
      };
      auto call = std::ranges::find_if(calls, is_same);
      if (call == calls.end()) {
        calls.push_back({.choice = delta.choice, .index = piece.index});
        call = calls.end() - 1;
      }
      call->name += piece.name;
      call->arguments += piece.arguments;
      if (piece.seal) call->seal = piece.seal;
    }
  }
  return calls;
}

/// No arguments and an empty object are the same.
std::string calls_of(const Deltas& deltas) {
  std::string all;
  for (const auto& call : calls_in(deltas)) {
    all += fmt::format("{} {}{}\n", call.choice, call.name,
                       canonical(call.arguments.empty() ? "{}" : call.arguments));
  }
  return all;
}

std::string seal_text(const std::optional<Seal>& seal) {
  if (!seal) return {};
  return fmt::format("{}:{}:{}:{}\n", name(seal->maker), static_cast<int>(seal->form), seal->id,
                     seal->data);
}

std::string text_of(const Deltas& deltas) {
  std::string all;
  for (const auto& delta : deltas) {
    if (delta.choice == 0) all += delta.text;
  }
  return all;
}

std::string others_of(const Deltas& deltas) {
  std::string all;
  for (const auto& delta : deltas) {
    if (delta.choice > 0) all += delta.text;
  }
  return all;
}

std::string reasoning_of(const Deltas& deltas) {
  std::string all;
  for (const auto& delta : deltas) all += delta.reasoning;
  return all;
}

template <llm::Maker kMaker>
std::string seals_of(const Deltas& deltas) {
  std::string all;
  for (const auto& delta : deltas) {
    const bool is_theirs = delta.reasoning_seal && delta.reasoning_seal->maker == kMaker;
    if (is_theirs) all += seal_text(delta.reasoning_seal);
  }
  return all;
}

std::string call_seals_of(const Deltas& deltas) {
  std::string all;
  for (const auto& call : calls_in(deltas)) all += seal_text(call.seal);
  return all;
}

std::string text_seal_of(const Deltas& deltas) {
  std::string last;
  for (const auto& delta : deltas) {
    if (delta.text_seal) last = seal_text(delta.text_seal);
  }
  return last;
}

template <Finish kFinish>
std::string finish_of(const Deltas& deltas) {
  for (const auto& delta : deltas) {
    if (delta.finish && delta.choice == 0) {
      return *delta.finish == kFinish ? std::string{name(kFinish)} : std::string{};
    }
  }
  return {};
}

const llm::Usage* usage_in(const Deltas& deltas) {
  const llm::Usage* last = nullptr;
  for (const auto& delta : deltas) {
    if (delta.usage) last = &*delta.usage;
  }
  return last;
}

std::string usage_of(const Deltas& deltas) {
  const auto* usage = usage_in(deltas);
  return usage == nullptr ? std::string{} : fmt::format("{}+{}", usage->prompt, usage->completion);
}

template <auto kMember>
std::string count_of(const Deltas& deltas) {
  const auto* usage = usage_in(deltas);
  // Many dialects cannot say none of what they count.
  const bool is_told = usage != nullptr && (usage->*kMember).value_or(0) > 0;
  return is_told ? fmt::format("{}", *(usage->*kMember)) : std::string{};
}

/// Each source once: how often it is named, the dialects tell each in its own way.
std::string citations_of(const Deltas& deltas) {
  std::set<std::string> sources;
  for (const auto& delta : deltas) {
    for (const auto& citation : delta.citations) {
      if (!citation.url.empty()) sources.insert(citation.url);
    }
  }
  return fmt::format("{}", fmt::join(sources, "\n"));
}

std::string logprobs_of(const Deltas& deltas) {
  std::string all;
  for (const auto& delta : deltas) {
    for (const auto& token : delta.logprobs) {
      all += fmt::format("{}:{:.4f}/{} ", token.token, token.logprob, token.top.size());
    }
  }
  return all;
}

}  // namespace

const std::vector<AnswerFeature>& answer_features() {
  static const std::vector<AnswerFeature> kFeatures{
      {"text", [] { return telling({}); }, text_of},
      {"reasoning", [] { return telling({.reasoning = "hm"}); }, reasoning_of},
      {"seals of thoughts: Anthropic's",
       [] {
         return telling(
             {.reasoning = "hm",
              .reasoning_seal = Seal{.maker = llm::Maker::anthropic, .data = "c2VhbA=="}});
       },
       seals_of<llm::Maker::anthropic>},
      {"seals of thoughts: OpenAI's",
       [] {
         return telling({.reasoning = "hm",
                         .reasoning_seal = Seal{.maker = llm::Maker::openai,
                                                .form = Seal::Form::encrypted,
                                                .data = "c2VhbA==",
                                                .id = "rs_1"}});
       },
       seals_of<llm::Maker::openai>},
      {"seals of calls: Google's",
       [] {
         return calling({{.index = 0,
                          .id = "c1",
                          .name = "f",
                          .arguments = "{}",
                          .seal = Seal{.maker = llm::Maker::google, .data = "c2VhbA=="}}});
       },
       call_seals_of},
      {"seals of texts: Google's",
       [] {
         auto deltas = telling({});
         deltas.insert(deltas.end() - 1,
                       {.text_seal = Seal{.maker = llm::Maker::google, .data = "c2VhbA=="}});
         return deltas;
       },
       text_seal_of},
      {"tool calls",
       [] { return calling({{.index = 0, .id = "c1", .name = "f", .arguments = R"({"a":1.5})"}}); },
       calls_of},
      {"several tool calls",
       [] {
         return calling({{.index = 0, .id = "c1", .name = "f", .arguments = R"({"a":1})"},
                         {.index = 1, .id = "c2", .name = "g", .arguments = R"({"b":[2]})"}});
       },
       calls_of},
      {"finish: stop", [] { return ending(Finish::stop); }, finish_of<Finish::stop>},
      {"finish: length", [] { return ending(Finish::length); }, finish_of<Finish::length>},
      {"finish: content filter", [] { return ending(Finish::content_filter); },
       finish_of<Finish::content_filter>},
      {"finish: tool calls",
       [] { return calling({{.index = 0, .id = "c1", .name = "f", .arguments = "{}"}}); },
       finish_of<Finish::tool_calls>},
      {"the stop sequence that ended it", [] { return ending(Finish::stop, "END"); },
       [](const Deltas& deltas) {
         std::string all;
         for (const auto& delta : deltas) all += delta.stop_sequence;
         return all;
       }},
      {"usage", [] { return costing({.prompt = 11, .completion = 7}); }, usage_of},
      {"usage: read from a cache",
       [] { return costing({.prompt = 11, .completion = 7, .cached_read = 5}); },
       count_of<&llm::Usage::cached_read>},
      {"usage: written to a cache",
       [] { return costing({.prompt = 11, .completion = 7, .cache_write = 5}); },
       count_of<&llm::Usage::cache_write>},
      {"usage: reasoning", [] { return costing({.prompt = 11, .completion = 7, .reasoning = 5}); },
       count_of<&llm::Usage::reasoning>},
      {"usage: sound read",
       [] { return costing({.prompt = 11, .completion = 7, .prompt_audio = 5}); },
       count_of<&llm::Usage::prompt_audio>},
      {"refusals", [] { return telling({.refusal = "No."}); },
       [](const Deltas& deltas) {
         std::string all;
         for (const auto& delta : deltas) all += delta.refusal;
         return all;
       }},
      {"citations",
       [] {
         auto deltas = telling({});
         deltas.insert(
             deltas.end() - 1,
             {.citations = {{.url = "https://example.org/a", .title = "T", .begin = 0, .end = 5}}});
         return deltas;
       },
       citations_of},
      {"log-probabilities",
       [] {
         return Deltas{{.text = "Hello",
                        .logprobs = {{.token = "Hello",
                                      .logprob = -0.5,
                                      .top = {{.token = "Hello", .logprob = -0.5}}}},
                        .id = "a1",
                        .model = "m"},
                       {.finish = Finish::stop}};
       },
       logprobs_of},
      {"pictures",
       [] {
         return telling(
             {.images = {{.source = {.data = "iVBORw0KGgo=", .media_type = "image/png"}}}});
       },
       [](const Deltas& deltas) {
         std::string all;
         for (const auto& delta : deltas) {
           for (const auto& image : delta.images) {
             all += image.source.url + image.source.data + "\n";
           }
         }
         return all;
       }},
      {"several answers",
       [] {
         return Deltas{{.text = "Hello", .id = "a1", .model = "m"},
                       {.choice = 1, .text = "Hi"},
                       {.finish = Finish::stop},
                       {.choice = 1, .finish = Finish::stop}};
       },
       others_of},
      {"service tier",
       [] {
         auto deltas = telling({});
         deltas[0].service_tier = "priority";
         return deltas;
       },
       [](const Deltas& deltas) {
         std::string all;
         for (const auto& delta : deltas) {
           if (!delta.service_tier.empty()) all = delta.service_tier;
         }
         return all;
       },
       true}};
  return kFeatures;
}

}  // namespace quorum::translation
