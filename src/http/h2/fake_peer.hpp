#pragma once
/// The other side of an HTTP/2 connection for tests: does what it is told, notes what comes.

#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "http/h2/codec.hpp"

namespace quorum::h2 {

class FakePeer final : public Events {
 public:
  struct Seen {
    std::string head;  ///< `name: value` lines.
    std::string body;
    std::size_t heads = 0;
    bool is_ended = false;
    bool is_closed = false;
    Code code = Code::no_error;
    Outgoing outgoing{};
    std::string sent;  ///< What `outgoing` points at.
  };
  enum class Reading : bool { on, off };

  explicit FakePeer(CodecConfig config, Reading reading = Reading::on)
      : codec(Codec::create(config, *this)), reading_(reading) {}

  /// A request whose body is `body` and then ends, or stays open.
  StreamId ask(std::string_view method, std::string_view path, std::string body = {},
               bool ends = true) {
    Fields fields;
    fields.add(":method", method);
    fields.add(":scheme", "http");
    fields.add(":authority", "h");
    fields.add(":path", path);
    return ask(fields, std::move(body), ends);
  }
  StreamId ask(const Fields& fields, std::string body = {}, bool ends = true) {
    auto seen = std::make_unique<Seen>();
    seen->sent = std::move(body);
    seen->outgoing = {.bytes = seen->sent, .is_last = ends};
    const bool has_body = !seen->sent.empty() || !ends;
    const auto id = *codec->request(fields, has_body ? &seen->outgoing : nullptr);
    streams_[id] = std::move(seen);
    return id;
  }
  Seen& seen(StreamId id) {
    auto& found = streams_[id];
    if (!found) found = std::make_unique<Seen>();
    return *found;
  }

  /// All that is to be sent now.
  std::string said() {
    std::string bytes;
    codec->pull(bytes, 1 << 24);
    return bytes;
  }

  /// Grants again what was read while `reading` was off.
  void read_on(StreamId id) { codec->consume_stream(id, std::exchange(unread_[id], 0)); }

  std::unique_ptr<Codec> codec;
  StreamId last_of_goaway = -1;
  Code code_of_goaway = Code::no_error;
  unsigned noises = 0;
  std::size_t field_bytes_borne = 1 << 20;

 private:
  void head_begun(StreamId id) override { seen(id).heads += 1; }
  bool field(StreamId id, std::string_view name, std::string_view value) override {
    seen(id).head.append(name).append(": ").append(value).append("\n");
    return seen(id).head.size() <= field_bytes_borne;
  }
  void head_ended(StreamId) override {}
  void body(StreamId id, std::string_view bytes) override {
    seen(id).body += bytes;
    codec->consume_connection(bytes.size());
    if (reading_ == Reading::on) {
      codec->consume_stream(id, bytes.size());
    } else {
      unread_[id] += bytes.size();
    }
  }
  void ended(StreamId id) override { seen(id).is_ended = true; }
  void taken(StreamId) override {}
  void closed(StreamId id, Code code) override {
    seen(id).is_closed = true;
    seen(id).code = code;
  }
  void going_away(StreamId last, Code code) override {
    last_of_goaway = last;
    code_of_goaway = code;
  }
  void noise(unsigned weight) override { noises += weight; }

  std::map<StreamId, std::unique_ptr<Seen>> streams_;
  std::map<StreamId, std::size_t> unread_;
  Reading reading_;
};

}  // namespace quorum::h2
