#pragma once
/// Names to addresses: remembered, and asked for once however many wait.

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "async/dial/name_cache.hpp"
#include "async/dial/names.hpp"
#include "async/event.hpp"
#include "async/loop.hpp"
#include "async/scope.hpp"
#include "async/task.hpp"
#include "core/error.hpp"

namespace quorum::dial {

/// The name in lower case, without the dot at its end; nothing where no host can be called so.
Result<std::string> plain_name(std::string_view host);

/// `localhost` and what ends in it: this machine wherever it is asked, also where no file or server
/// says so (RFC 6761, 6.3). Of a plain name.
bool is_localhost(std::string_view name);

/// Of one loop. Outlives who waits for it; `source` outlives it.
class Resolver {
 public:
  using Addresses = std::vector<async::Address>;

  Resolver(async::Loop& loop, NameSource& source, NameCacheConfig config = {});

  /// The plain name's addresses of a family, none where there are none: that is remembered too.
  /// `unavailable` where nobody could be asked and no answer is remembered.
  Task<Result<Addresses>> resolve(std::string name, Family family);

 private:
  /// One question in progress and everybody who waits for its answer.
  struct Question {
    explicit Question(async::Loop& loop) : answered(loop) {}
    async::Event answered;
    Result<Addresses> answer;
  };
  using Key = std::pair<std::string, Family>;

  Task<> ask(Key key, std::shared_ptr<Question> question);
  Result<Addresses> remember(const Key& key, Result<Found> found);

  async::Loop& loop_;
  NameSource& source_;
  NameCache cache_;
  std::map<Key, std::shared_ptr<Question>> asking_;
  async::Scope questions_;  ///< Theirs, not a caller's: who leaves takes no answer from the others.
};

}  // namespace quorum::dial
