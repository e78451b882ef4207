#pragma once
/// One SQLite file as its adapters use it: a thread that writes, one that reads, and tasks that
/// wait for either on their own loop.

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <tuple>
#include <utility>

#include "async/loop.hpp"
#include "async/reply.hpp"
#include "async/task.hpp"
#include "core/error.hpp"
#include "core/try.hpp"
#include "store/sqlite/connection.hpp"
#include "store/sqlite/reader.hpp"
#include "store/sqlite/writer.hpp"

namespace quorum::store::sqlite {

struct Config {
  std::string path{};  ///< Of the file; its folder is made where it is missing.
  std::size_t queue_bytes_max = std::size_t{64} << 20;  ///< Written and not yet committed.
  std::size_t reads_max = 1024;                         ///< Waiting at once.
};

class Access {
 public:
  /// Makes the file, or brings it to today's tables.
  static Result<std::unique_ptr<Access>> open(const Config& config);

  Writer& writer() { return writer_; }

  /// Waits for the commit.
  Task<Result<>> write(async::Loop& home, Writer::Job job);

  /// Asks the reader, after what was written before is there to be read.
  template <typename T>
  Task<Result<T>> ask(async::Loop& home, std::move_only_function<Result<T>(Connection&)> question) {
    if (!writer_.is_idle()) {
      Writer::Job nothing{.work = [](Connection&) { return Result<>{}; },
                          .durability = Durability::relaxed};
      // What could not be written is told to who asked for it; the rest can be read.
      std::ignore = co_await write(home, std::move(nothing));
    }
    const auto answer = std::make_shared<async::Reply<Result<T>>>(home);
    typename async::Reply<Result<T>>::Wait wait(home, answer);
    auto job = [question = std::move(question), answer](Connection& connection) mutable {
      answer->send(question(connection));
    };
    QUORUM_CO_CHECK(reader_.submit(std::move(job)));
    co_return co_await wait;
  }

 private:
  Access(Connection writing, Connection reading, const Config& config)
      : writer_(std::move(writing), config.queue_bytes_max),
        reader_(std::move(reading), config.reads_max) {}

  Writer writer_;
  Reader reader_;
};

}  // namespace quorum::store::sqlite
