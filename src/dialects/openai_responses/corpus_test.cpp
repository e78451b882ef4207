// Every answer that we have of providers of this spelling, whole and cut, and in our own spelling.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "dialects/openai_responses/answer_fixture.hpp"
#include "dialects/openai_responses/error.hpp"
#include "dialects/openai_responses/reply.hpp"
#include "dialects/openai_responses/request.hpp"
#include "dialects/openai_responses/spelling.hpp"

namespace quorum::openai_responses {
namespace {

/// What an answer says by the plainest reading of the response object.
Answered plain(json::Value response) {
  Answered answer;
  for (const auto item : response["output"]) {
    const auto type = item["type"].string().value_or("");
    for (const auto part : item["content"]) {
      if (type == "message") answer.text += part["text"].string().value_or("");
      if (type == "message") answer.refusal += part["refusal"].string().value_or("");
    }
    if (type != "function_call") continue;
    answer.calls.push_back({.id = std::string{item["call_id"].string().value_or("")},
                            .name = std::string{item["name"].string().value_or("")},
                            .arguments = std::string{item["arguments"].string().value_or("")}});
  }
  return answer;
}

/// The response object of a stream's last event.
json::Document last_response(std::string_view stream) {
  for (auto events = events_of(stream); !events.empty(); events.pop_back()) {
    auto document = json::Document::parse(events.back().data);
    if (document && document->root()["response"]) {
      return std::move(*json::Document::parse(document->root()["response"].raw()));
    }
  }
  return std::move(*json::Document::parse("{}"));
}

/// A compaction repeats what the user said; it is no answer.
bool is_answer(json::Value root) {
  return root["output"].is(json::Kind::array) && root["object"].string() == "response";
}

TEST(Corpus, EveryStreamIsReadToItsEnd) {
  std::size_t streams = 0;
  const bool is_there = for_each_exchange([&](json::Value exchange) {
    if (!is_kind(exchange, "sse")) return;
    const auto body = body_of(exchange, "response");
    const auto read = read_stream({body});
    const auto response = last_response(body);
    const auto said = plain(response.root());
    EXPECT_FALSE(read.error);
    EXPECT_EQ(read.text, said.text);
    EXPECT_EQ(read.calls, said.calls);
    EXPECT_EQ(read.finishes.size(), 1U);
    ASSERT_TRUE(read.usage);
    EXPECT_EQ(read.usage->total(), response.root()["usage"]["total_tokens"].integer());
    ++streams;
  });
  if (!is_there) GTEST_SKIP() << "no recorded exchanges beside the project";
  EXPECT_GT(streams, 80U);
}

// Streamed and whole, an answer is the same: the deltas of a stream say what its last event says.
TEST(Corpus, AStreamSaysWhatItsLastEventSays) {
  for_each_exchange([&](json::Value exchange) {
    if (!is_kind(exchange, "sse")) return;
    const auto body = body_of(exchange, "response");
    const auto read = read_stream({body});
    const auto reply = read_reply("acme", last_response(body).text());
    ASSERT_TRUE(reply) << reply.error().detail;
    const auto told = add_up(*reply);
    EXPECT_EQ(read.reasoning, told.reasoning);
    // OpenAI seals the same thoughts anew each time.
    EXPECT_EQ(read.seals.size(), told.seals.size());
    EXPECT_EQ(read.citations, told.citations);
    EXPECT_EQ(read.opaque.size(), told.opaque.size());
    EXPECT_EQ(read.images, told.images);
    EXPECT_EQ(read.finishes, told.finishes);
    EXPECT_EQ(read.usage, told.usage);
  });
}

// A quarter of a million bytes a stream are read again, in cuts spread over all of it.
TEST(Corpus, NoStreamDependsOnWhereItIsCut) {
  constexpr std::size_t kBytesRead = 250'000;
  for_each_exchange([&](json::Value exchange) {
    if (!is_kind(exchange, "sse")) return;
    const auto body = body_of(exchange, "response");
    const std::string_view view = body;
    const auto whole_read = read_stream({view});
    const auto cuts = std::clamp<std::size_t>(kBytesRead / (view.size() + 1), 3, view.size());
    for (std::size_t i = 1; i <= cuts; ++i) {
      const auto cut = view.size() * i / (cuts + 1);
      ASSERT_EQ(read_stream({view.substr(0, cut), view.substr(cut)}), whole_read) << cut;
    }
    std::vector<std::string_view> bytes;
    for (std::size_t i = 0; i < view.size(); ++i) bytes.push_back(view.substr(i, 1));
    EXPECT_EQ(read_stream(bytes), whole_read) << "byte by byte";
  });
}

TEST(Corpus, AStreamCutBeforeItsLastEventIsAnError) {
  for_each_exchange([&](json::Value exchange) {
    if (!is_kind(exchange, "sse")) return;
    const auto body = body_of(exchange, "response");
    const std::string_view view = body;
    const auto last = std::min(view.find("event: response.completed"),
                               view.find(R"({"type":"response.completed")"));
    ASSERT_NE(last, view.npos);
    for (const auto cut : {last / 4, last / 2, last - 1, last}) {
      EXPECT_EQ(read_stream({view.substr(0, cut)}).error, Errc::upstream_failed) << cut;
    }
  });
}

TEST(Corpus, EveryWholeAnswerIsRead) {
  std::size_t answers = 0;
  for_each_exchange([&](json::Value exchange) {
    if (!is_kind(exchange, "json")) return;
    const auto body = body_of(exchange, "response");
    const auto document = json::Document::parse(body);
    ASSERT_TRUE(document);
    const auto root = document->root();
    if (!is_answer(root)) return;
    const auto status = root["status"].string().value_or("");
    const bool is_finished = status != "queued" && status != "in_progress";
    EXPECT_EQ(read_reply("acme", body).has_value(), is_finished);
    const auto reply = read_reply("acme", body, Unfinished::taken);
    ASSERT_TRUE(reply) << reply.error().detail;
    const auto read = add_up(*reply);
    const auto said = plain(root);
    EXPECT_EQ(read.text, said.text);
    EXPECT_EQ(read.refusal, said.refusal);
    EXPECT_EQ(read.calls, said.calls);
    EXPECT_EQ(read.finishes.empty(), !is_finished);
    const auto total = root["usage"]["total_tokens"].integer();
    EXPECT_EQ(read.usage.has_value(), total.has_value());
    if (read.usage && total) EXPECT_EQ(read.usage->total(), *total);
    ++answers;
  });
  if (answers == 0) GTEST_SKIP() << "no recorded exchanges beside the project";
  EXPECT_GT(answers, 280U);
}

TEST(Corpus, EveryRefusalIsUnderstood) {
  for_each_exchange([&](json::Value exchange) {
    if (!is_kind(exchange, "error")) return;
    const auto status = exchange["response"]["status"].integer().value_or(0);
    const auto body = body_of(exchange, "response");
    const auto error = explain({.provider = "acme",
                                .key_variable = "ACME_KEY",
                                .status = static_cast<int>(status),
                                .body = body});
    const bool is_unknown_model = body.find("model_not_found") != body.npos;
    const auto expected = status == 401      ? Errc::unauthenticated
                          : is_unknown_model ? Errc::not_found
                                             : Errc::invalid_request;
    EXPECT_EQ(error.code, expected);
    EXPECT_NE(error.message, "");
  });
}

/// What one spelling leaves out and the other spells out.
std::vector<llm::Message> normal(std::vector<llm::Message> messages) {
  for (auto& message : messages) {
    for (auto& part : message.parts) {
      auto* image = std::get_if<llm::Image>(&part.content);
      if (image != nullptr && image->detail.empty()) image->detail = "auto";
    }
  }
  return messages;
}

/// Every recorded answer, as the deltas that the reader makes of it.
template <typename Visit>
void for_each_answer(Visit visit) {
  for_each_exchange([&](json::Value exchange) {
    if (is_kind(exchange, "error")) return;
    const auto body = body_of(exchange, "response");
    std::optional<Error> error;
    if (is_kind(exchange, "sse")) {
      visit(read_pieces({body}, error));
    } else if (auto reply = read_reply("acme", body)) {
      visit(*reply);
    }
  });
}

/// The same answer as it may be told again.
Answered comparable(Answered answer) {
  // What names no finish has one when it is told again.
  if (answer.finishes.empty()) answer.finishes.push_back(llm::Finish::stop);
  for (auto& seal : answer.seals) seal.id = "";
  // No event may have a line end in it.
  for (auto& opaque : answer.opaque) std::ranges::replace(opaque.json, '\n', ' ');
  // The schema knows no absent count.
  if (answer.usage) {
    answer.usage->cached_read = answer.usage->cached_read.value_or(0);
    answer.usage->cache_write = answer.usage->cache_write.value_or(0);
    answer.usage->reasoning = answer.usage->reasoning.value_or(0);
  }
  return answer;
}

TEST(Corpus, EveryAnswerSurvivesOurOwnSpelling) {
  for_each_answer([&](const std::vector<llm::Delta>& deltas) {
    const auto before = comparable(add_up(deltas));
    EXPECT_EQ(comparable(read_stream({streamed(deltas)})), before);
    const auto again = read_reply("acme", whole(deltas));
    ASSERT_TRUE(again) << again.error().detail;
    EXPECT_EQ(comparable(add_up(*again)), before);
  });
}

TEST(Corpus, EveryAnswerIsValidInOurOwnSpelling) {
  const Schemas schemas;
  std::size_t answers = 0;
  for_each_answer([&](const std::vector<llm::Delta>& deltas) {
    // Items of the vendor's own tools are passed on as they came, older than the schema or not.
    auto authored = deltas;
    for (auto& delta : authored) delta.opaque.clear();
    EXPECT_EQ(schemas.stream_faults(streamed(authored)), "");
    EXPECT_EQ(schemas.faults("Response", whole(authored)), "");
    ++answers;
  });
  if (answers == 0) GTEST_SKIP() << "no recorded exchanges beside the project";
  EXPECT_GT(answers, 360U);
}

// Providers took these requests: so must we, at least to pass them on; and what we understand of
// them survives our own spelling, which is valid by the schema.
TEST(Corpus, EveryRequestThatAProviderTookIsTaken) {
  const Schemas schemas;
  std::size_t understood = 0;
  for_each_exchange([&](json::Value exchange) {
    const auto text = body_of(exchange, "request");
    if (is_kind(exchange, "error") || !text.starts_with('{')) return;
    const auto checked = check_request(text);
    EXPECT_TRUE(checked) << checked.error().message;
    const auto chat = read_request(text);
    if (!chat) {
      EXPECT_EQ(chat.error().reason, "unsupported_parameter") << chat.error().message;
      return;
    }
    ++understood;
    const dialects::Quirks quirks{.responses = {.takes_thoughts = true}};
    const auto outgoing = write_request(*chat, {.model = "m", .quirks = quirks});
    EXPECT_TRUE(outgoing.dropped.empty()) << outgoing.dropped.front();
    const auto again = read_request(outgoing.body);
    ASSERT_TRUE(again) << again.error().message;
    EXPECT_TRUE(again->messages == normal(chat->messages)) << outgoing.body.substr(0, 2000);
    EXPECT_EQ(again->format, chat->format);
    EXPECT_EQ(again->thinking, chat->thinking);
    EXPECT_EQ(again->extras.size(), chat->extras.size());
    EXPECT_EQ(again->tools.size(), chat->tools.size());
  });
  if (understood == 0) GTEST_SKIP() << "no recorded exchanges beside the project";
  EXPECT_GT(understood, 330U);
}

}  // namespace
}  // namespace quorum::openai_responses
