#include "async/dial/cares_source.hpp"

#include <ares.h>
#include <sys/stat.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <tuple>
#include <utility>

#include "async/descriptor_set.hpp"
#include "async/event.hpp"
#include "async/scope.hpp"
#include "core/try.hpp"

namespace quorum::dial {
namespace {

using namespace std::chrono_literals;

// c-ares keeps to itself how long a name's absence may be believed; the cache has its own bound.
constexpr auto kAbsentTtl = 10s;

constexpr const char* kResolvConf = "/etc/resolv.conf";

struct Destroy {
  void operator()(ares_channeldata* channel) const { ares_destroy(channel); }
};
using Channel = std::unique_ptr<ares_channeldata, Destroy>;

/// What a file that has been replaced or written does not keep.
using FileState = std::tuple<ino_t, off_t, time_t, long>;

FileState state_of(const char* path) {
  struct stat about{};
  if (::stat(path, &about) != 0) return {};
  return {about.st_ino, about.st_size, about.st_mtim.tv_sec, about.st_mtim.tv_nsec};
}

Error cannot_ask(int status) {
  return {.code = Errc::unavailable,
          .message = "The host's name could not be looked up: no name server answered.",
          .detail = ares_strerror(status),
          .reason = "no_name_server"};
}

Found found_in(const ares_addrinfo& info) {
  Found found;
  auto ttl = std::chrono::seconds::max();
  for (const auto* node = info.nodes; node != nullptr; node = node->ai_next) {
    found.addresses.push_back(async::Address::of(node->ai_addr, node->ai_addrlen));
    ttl = std::min<std::chrono::seconds>(ttl, std::chrono::seconds(node->ai_ttl));
  }
  // The way to an address lives no longer than the shortest-lived of its aliases.
  for (const auto* alias = info.cnames; alias != nullptr; alias = alias->next) {
    ttl = std::min<std::chrono::seconds>(ttl, std::chrono::seconds(alias->ttl));
  }
  found.ttl = found.addresses.empty() ? kAbsentTtl : ttl;
  return found;
}

}  // namespace

struct CaresSource::State {
  State(async::Loop& on, CaresConfig configured)
      : loop(on), config(std::move(configured)), driving(on) {}

  /// One question. Shared with c-ares, which answers each exactly once, and be it as it ends.
  struct Question {
    explicit Question(State& asked_of) : state(asked_of), answered(asked_of.loop) {}
    State& state;
    async::Event answered;
    int status = ARES_SUCCESS;
    Found found{};
  };

  Result<> open();
  void begin(const std::string& name, Family family, std::shared_ptr<Question> question);
  Task<> drive();
  TimePoint next_timeout() const;

  static void socket_changed(void* self, ares_socket_t fd, int reading, int writing) {
    static_cast<State*>(self)->sockets->want(fd, reading != 0, writing != 0);
  }
  static void answer(void* raw, int status, int timeouts, ares_addrinfo* info);

  async::Loop& loop;
  CaresConfig config;
  std::unique_ptr<async::DescriptorSet> sockets;
  FileState configured_by;
  std::size_t asking = 0;
  Channel channel;       ///< Tells `sockets` of each that it closes, so it ends before them.
  async::Scope driving;  ///< One task, while there are questions.
};

Result<> CaresSource::State::open() {
  static const int kReady = ares_library_init(ARES_LIB_INIT_ALL);
  channel.reset();
  configured_by = state_of(kResolvConf);
  ares_options options{};
  options.sock_state_cb = socket_changed;
  options.sock_state_cb_data = this;
  ares_channeldata* made = nullptr;
  int status = kReady;
  if (status == ARES_SUCCESS) status = ares_init_options(&made, &options, ARES_OPT_SOCK_STATE_CB);
  if (status != ARES_SUCCESS) return cannot_ask(status);
  channel.reset(made);
  if (config.servers.empty()) return {};
  status = ares_set_servers_ports_csv(made, config.servers.c_str());
  if (status != ARES_SUCCESS) return cannot_ask(status);
  return {};
}

void CaresSource::State::begin(const std::string& name, Family family,
                               std::shared_ptr<Question> question) {
  ares_addrinfo_hints hints{};
  hints.ai_flags = ARES_AI_NOSORT;
  hints.ai_family = family == Family::v4 ? AF_INET : AF_INET6;
  hints.ai_socktype = SOCK_STREAM;
  ++asking;
  auto shared = std::make_unique<std::shared_ptr<Question>>(std::move(question));
  ares_getaddrinfo(channel.get(), name.c_str(), nullptr, &hints, answer, shared.release());
  sockets->hurry(next_timeout());
  if (asking > 0 && driving.size() == 0) driving.spawn(drive());
}

void CaresSource::State::answer(void* raw, int status, int, ares_addrinfo* info) {
  const std::unique_ptr<std::shared_ptr<Question>> shared(
      static_cast<std::shared_ptr<Question>*>(raw));
  Question& question = **shared;
  question.status = status;
  if (info != nullptr) {
    question.found = found_in(*info);
    ares_freeaddrinfo(info);
  }
  --question.state.asking;
  question.answered.set();
}

TimePoint CaresSource::State::next_timeout() const {
  timeval left{};
  if (ares_timeout(channel.get(), nullptr, &left) == nullptr) return TimePoint::max();
  return loop.now() + std::chrono::seconds(left.tv_sec) + std::chrono::microseconds(left.tv_usec);
}

Task<> CaresSource::State::drive() {
  while (asking > 0) {
    const auto moment = next_timeout();
    const auto ready = co_await sockets->wait(moment);
    if (ready.empty()) ares_process_fd(channel.get(), ARES_SOCKET_BAD, ARES_SOCKET_BAD);
    for (const auto& socket : ready) {
      ares_process_fd(channel.get(), socket.can_read ? socket.fd : ARES_SOCKET_BAD,
                      socket.can_write ? socket.fd : ARES_SOCKET_BAD);
    }
  }
}

Result<std::unique_ptr<CaresSource>> CaresSource::create(async::Loop& loop, CaresConfig config) {
  auto state = std::make_unique<State>(loop, std::move(config));
  QUORUM_TRY(state->sockets, async::DescriptorSet::create(loop));
  QUORUM_CHECK(state->open());
  return std::unique_ptr<CaresSource>(new CaresSource(std::move(state)));
}

CaresSource::CaresSource(std::unique_ptr<State> state) : state_(std::move(state)) {}
CaresSource::~CaresSource() = default;

Task<Result<Found>> CaresSource::ask(std::string name, Family family) {
  const bool is_outdated = state_->config.servers.empty() && state_->asking == 0 &&
                           state_->configured_by != state_of(kResolvConf);
  if (is_outdated || !state_->channel) QUORUM_CO_CHECK(state_->open());
  const auto question = std::make_shared<State::Question>(*state_);
  state_->begin(name, family, question);
  co_await question->answered.wait();
  switch (question->status) {
    case ARES_SUCCESS: co_return std::move(question->found);
    case ARES_ENODATA:
    case ARES_ENOTFOUND:
    case ARES_EBADNAME: co_return Found{.ttl = kAbsentTtl};
    default: co_return cannot_ask(question->status);
  }
}

}  // namespace quorum::dial
