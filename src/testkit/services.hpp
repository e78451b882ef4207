#pragma once
/// An embedder, a token counter and a passage that answer as a test tells them to and remember what
/// they were asked.

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/try.hpp"
#include "llm/passage.hpp"
#include "llm/services.hpp"

namespace quorum::testkit {

/// `failure` where it is set, else `reply`.
class ScriptedEmbedder final : public llm::Embedder {
 public:
  llm::Embeddings reply{};
  std::optional<Error> failure{};
  std::vector<llm::EmbedCall> calls{};

  Task<Result<llm::Embeddings>> embed(llm::EmbedCall call, llm::CallContext) override {
    calls.push_back(std::move(call));
    if (failure) co_return *failure;
    co_return reply;
  }
};

/// `failure` where it is set, else what the call's words refuse, else `reply`.
class ScriptedCounter final : public llm::TokenCounter {
 public:
  llm::TokenCount reply{};
  std::optional<Error> failure{};
  std::vector<llm::Call> calls{};

  Task<Result<llm::TokenCount>> count(llm::Call call, llm::CallContext) override {
    calls.push_back(std::move(call));
    if (failure) co_return *failure;
    QUORUM_CO_CHECK(calls.back().words());
    co_return reply;
  }
};

/// Answers with `head` and `pieces`, and then with `cut` where it is set.
class ScriptedPassage final : public llm::Passage {
 public:
  llm::PassageHead head{};
  std::string provider = "openai";
  std::vector<std::string> pieces{};
  std::optional<Error> failure{};  ///< Before an answer.
  std::optional<Error> cut{};
  std::vector<llm::PassageCall> calls{};

  Task<Result<std::unique_ptr<llm::PassageReply>>> open(llm::PassageCall call,
                                                        llm::CallContext) override {
    calls.push_back(std::move(call));
    if (failure) co_return *failure;
    co_return std::make_unique<Reply>(*this);
  }

 private:
  class Reply final : public llm::PassageReply {
   public:
    explicit Reply(const ScriptedPassage& script) : script_(script) {}
    const llm::PassageHead& head() const override { return script_.head; }
    const std::string& provider() const override { return script_.provider; }
    Task<Result<std::string>> read() override {
      if (next_ < script_.pieces.size()) co_return script_.pieces[next_++];
      if (script_.cut) co_return *script_.cut;
      co_return std::string{};
    }

   private:
    const ScriptedPassage& script_;
    std::size_t next_ = 0;
  };
};

}  // namespace quorum::testkit
