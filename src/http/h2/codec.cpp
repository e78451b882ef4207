#include "http/h2/codec.hpp"

#include <nghttp2/nghttp2.h>

#include <array>
#include <cassert>
#include <utility>
#include <vector>

namespace quorum::h2 {
namespace {

// What a frame costs of a connection's patience: see `FloodGuard`.
constexpr unsigned kNoise = 1;
constexpr unsigned kLoudNoise = 10;

struct Free {
  void operator()(nghttp2_session* session) const { nghttp2_session_del(session); }
  void operator()(nghttp2_session_callbacks* callbacks) const {
    nghttp2_session_callbacks_del(callbacks);
  }
  void operator()(nghttp2_option* option) const { nghttp2_option_del(option); }
};

Error failed(int code) {
  return {.code = Errc::unavailable,
          .message = "The HTTP/2 connection was broken off.",
          .detail = nghttp2_strerror(code)};
}

std::string_view text_of(const std::uint8_t* bytes, std::size_t size) {
  return {reinterpret_cast<const char*>(bytes), size};
}

/// nghttp2 copies what this points at, and promises to change nothing.
std::vector<nghttp2_nv> views_of(const Fields& fields) {
  std::vector<nghttp2_nv> views;
  views.reserve(fields.size());
  const auto bytes = [](std::string_view text) {
    return reinterpret_cast<std::uint8_t*>(const_cast<char*>(text.data()));
  };
  for (std::size_t index = 0; index < fields.size(); ++index) {
    const auto field = fields[index];
    views.push_back({.name = bytes(field.name),
                     .value = bytes(field.value),
                     .namelen = field.name.size(),
                     .valuelen = field.value.size(),
                     .flags = NGHTTP2_NV_FLAG_NONE});
  }
  return views;
}

unsigned noise_of(const nghttp2_frame_hd& head) {
  switch (head.type) {
    case NGHTTP2_DATA: {
      const bool says_nothing = head.length == 0 && (head.flags & NGHTTP2_FLAG_END_STREAM) == 0;
      return says_nothing ? kNoise : 0;
    }
    case NGHTTP2_HEADERS: return 0;
    case NGHTTP2_RST_STREAM:
    case NGHTTP2_SETTINGS: return kLoudNoise;
    default: return kNoise;
  }
}

class Nghttp2Codec final : public Codec {
 public:
  Nghttp2Codec(const CodecConfig& config, Events& events) : config_(config), events_(events) {
    start();
  }

  Result<> push(std::string_view bytes) override;
  void pull(std::string& out, std::size_t bytes_max) override;
  bool is_over() const override;
  Result<StreamId> request(const Fields& head, Outgoing* body) override;
  Result<> respond(StreamId id, const Fields& head, Outgoing* body) override;
  void inform(StreamId id, const Fields& head) override;
  void resume(StreamId id) override { nghttp2_session_resume_data(session_.get(), id); }
  void consume_connection(std::size_t bytes) override;
  void consume_stream(StreamId id, std::size_t bytes) override;
  void reset(StreamId id, Code code) override;
  void announce_end() override;
  void end(Code code) override;
  std::size_t peer_streams_max() const override;

 private:
  using Session = nghttp2_session;
  using Frame = nghttp2_frame;

  void start();
  static std::unique_ptr<nghttp2_session_callbacks, Free> make_callbacks();
  static std::unique_ptr<nghttp2_option, Free> make_option();
  static Nghttp2Codec& of(void* user) { return *static_cast<Nghttp2Codec*>(user); }

  static int on_begin_frame(Session*, const nghttp2_frame_hd* head, void* user);
  static int on_begin_headers(Session*, const Frame* frame, void* user);
  static int on_header(Session*, const Frame* frame, const std::uint8_t* name,
                       std::size_t name_size, const std::uint8_t* value, std::size_t value_size,
                       std::uint8_t, void* user);
  static int on_data_chunk(Session*, std::uint8_t, std::int32_t id, const std::uint8_t* bytes,
                           std::size_t size, void* user);
  static int on_frame(Session*, const Frame* frame, void* user);
  static int on_frame_sent(Session*, const Frame* frame, void* user);
  static int on_frame_not_sent(Session*, const Frame* frame, int, void* user);
  static int on_stream_close(Session*, std::int32_t id, std::uint32_t code, void* user);
  static ssize_t read_body(Session*, std::int32_t, std::uint8_t*, std::size_t size_max,
                           std::uint32_t* flags, nghttp2_data_source* source, void* user);
  static int send_body(Session*, Frame* frame, const std::uint8_t* frame_head, std::size_t size,
                       nghttp2_data_source* source, void* user);

  CodecConfig config_;
  Events& events_;
  std::unique_ptr<Session, Free> session_;
  std::string* out_ = nullptr;  ///< Inside `pull`.
  std::size_t out_bytes_max_ = 0;
  StreamId newest_id_ = 0;  ///< Opened by a client.
  bool is_end_announced_ = false;
  bool is_broken_ = false;
};

std::unique_ptr<nghttp2_session_callbacks, Free> Nghttp2Codec::make_callbacks() {
  nghttp2_session_callbacks* made = nullptr;
  nghttp2_session_callbacks_new(&made);
  nghttp2_session_callbacks_set_on_begin_frame_callback(made, on_begin_frame);
  nghttp2_session_callbacks_set_on_begin_headers_callback(made, on_begin_headers);
  nghttp2_session_callbacks_set_on_header_callback(made, on_header);
  nghttp2_session_callbacks_set_on_data_chunk_recv_callback(made, on_data_chunk);
  nghttp2_session_callbacks_set_on_frame_recv_callback(made, on_frame);
  nghttp2_session_callbacks_set_on_frame_send_callback(made, on_frame_sent);
  nghttp2_session_callbacks_set_on_frame_not_send_callback(made, on_frame_not_sent);
  nghttp2_session_callbacks_set_on_stream_close_callback(made, on_stream_close);
  nghttp2_session_callbacks_set_send_data_callback(made, send_body);
  return std::unique_ptr<nghttp2_session_callbacks, Free>(made);
}

std::unique_ptr<nghttp2_option, Free> Nghttp2Codec::make_option() {
  nghttp2_option* made = nullptr;
  nghttp2_option_new(&made);
  // What arrives is granted again as it is consumed, not before.
  nghttp2_option_set_no_auto_window_update(made, 1);
  return std::unique_ptr<nghttp2_option, Free>(made);
}

void Nghttp2Codec::start() {
  const auto callbacks = make_callbacks();
  const auto option = make_option();
  const bool is_server = config_.side == CodecConfig::Side::server;
  const auto make = is_server ? nghttp2_session_server_new2 : nghttp2_session_client_new2;
  Session* made = nullptr;
  make(&made, callbacks.get(), this, option.get());
  session_.reset(made);
  const auto window = static_cast<std::uint32_t>(config_.stream_window);
  const std::array<nghttp2_settings_entry, 3> settings{{
      is_server
          ? nghttp2_settings_entry{NGHTTP2_SETTINGS_MAX_CONCURRENT_STREAMS, config_.streams_max}
          : nghttp2_settings_entry{NGHTTP2_SETTINGS_ENABLE_PUSH, 0},
      {NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE, window},
      {NGHTTP2_SETTINGS_MAX_HEADER_LIST_SIZE, config_.fields_bytes_max},
  }};
  nghttp2_submit_settings(made, NGHTTP2_FLAG_NONE, settings.data(), settings.size());
  nghttp2_session_set_local_window_size(made, NGHTTP2_FLAG_NONE, 0, config_.connection_window);
}

Result<> Nghttp2Codec::push(std::string_view bytes) {
  if (is_broken_) return failed(NGHTTP2_ERR_INVALID_STATE);
  const auto taken = nghttp2_session_mem_recv(
      session_.get(), reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
  if (taken >= 0) return {};
  is_broken_ = true;
  return failed(static_cast<int>(taken));
}

void Nghttp2Codec::pull(std::string& out, std::size_t bytes_max) {
  assert(out_ == nullptr && "pulled from inside an event");
  out_ = &out;
  out_bytes_max_ = bytes_max;
  while (!is_broken_ && out.size() < bytes_max) {
    const std::uint8_t* bytes = nullptr;
    const auto size = nghttp2_session_mem_send(session_.get(), &bytes);
    is_broken_ = size < 0;
    if (size <= 0) break;
    out.append(text_of(bytes, static_cast<std::size_t>(size)));
  }
  out_ = nullptr;
}

bool Nghttp2Codec::is_over() const {
  return is_broken_ || (nghttp2_session_want_read(session_.get()) == 0 &&
                        nghttp2_session_want_write(session_.get()) == 0);
}

Result<StreamId> Nghttp2Codec::request(const Fields& head, Outgoing* body) {
  const auto views = views_of(head);
  const nghttp2_data_provider provider{.source = {.ptr = body}, .read_callback = read_body};
  const auto id = nghttp2_submit_request(session_.get(), nullptr, views.data(), views.size(),
                                         body != nullptr ? &provider : nullptr, nullptr);
  if (id < 0) return failed(id);
  return id;
}

Result<> Nghttp2Codec::respond(StreamId id, const Fields& head, Outgoing* body) {
  const auto views = views_of(head);
  const nghttp2_data_provider provider{.source = {.ptr = body}, .read_callback = read_body};
  const int done = nghttp2_submit_response(session_.get(), id, views.data(), views.size(),
                                           body != nullptr ? &provider : nullptr);
  if (done != 0) return failed(done);
  return {};
}

void Nghttp2Codec::inform(StreamId id, const Fields& head) {
  const auto views = views_of(head);
  nghttp2_submit_headers(session_.get(), NGHTTP2_FLAG_NONE, id, nullptr, views.data(), views.size(),
                         nullptr);
}

void Nghttp2Codec::consume_connection(std::size_t bytes) {
  nghttp2_session_consume_connection(session_.get(), bytes);
}

void Nghttp2Codec::consume_stream(StreamId id, std::size_t bytes) {
  nghttp2_session_consume_stream(session_.get(), id, bytes);
}

void Nghttp2Codec::reset(StreamId id, Code code) {
  nghttp2_submit_rst_stream(session_.get(), NGHTTP2_FLAG_NONE, id,
                            static_cast<std::uint32_t>(code));
}

void Nghttp2Codec::announce_end() {
  if (std::exchange(is_end_announced_, true)) return;
  nghttp2_submit_shutdown_notice(session_.get());
  // Its answer tells that whatever was sent before the notice was read has arrived.
  nghttp2_submit_ping(session_.get(), NGHTTP2_FLAG_NONE, nullptr);
}

void Nghttp2Codec::end(Code code) {
  nghttp2_session_terminate_session(session_.get(), static_cast<std::uint32_t>(code));
}

std::size_t Nghttp2Codec::peer_streams_max() const {
  return nghttp2_session_get_remote_settings(session_.get(),
                                             NGHTTP2_SETTINGS_MAX_CONCURRENT_STREAMS);
}

int Nghttp2Codec::on_begin_frame(Session* session, const nghttp2_frame_hd* head, void* user) {
  auto& self = of(user);
  if (const auto noise = noise_of(*head)) self.events_.noise(noise);
  if (head->type != NGHTTP2_HEADERS || self.config_.side == CodecConfig::Side::client) return 0;
  // Streams are opened in their order. nghttp2 ignores one that comes too late.
  if (head->stream_id > self.newest_id_) {
    self.newest_id_ = head->stream_id;
  } else if (nghttp2_session_find_stream(session, head->stream_id) == nullptr) {
    self.end(Code::protocol_error);
  }
  return 0;
}

int Nghttp2Codec::on_begin_headers(Session*, const Frame* frame, void* user) {
  of(user).events_.head_begun(frame->hd.stream_id);
  return 0;
}

int Nghttp2Codec::on_header(Session*, const Frame* frame, const std::uint8_t* name,
                            std::size_t name_size, const std::uint8_t* value,
                            std::size_t value_size, std::uint8_t, void* user) {
  auto& self = of(user);
  const bool is_borne =
      self.events_.field(frame->hd.stream_id, text_of(name, name_size), text_of(value, value_size));
  if (is_borne) return 0;
  self.end(Code::enhance_your_calm);
  return NGHTTP2_ERR_TEMPORAL_CALLBACK_FAILURE;
}

int Nghttp2Codec::on_data_chunk(Session*, std::uint8_t, std::int32_t id, const std::uint8_t* bytes,
                                std::size_t size, void* user) {
  of(user).events_.body(id, text_of(bytes, size));
  return 0;
}

int Nghttp2Codec::on_frame(Session* session, const Frame* frame, void* user) {
  auto& self = of(user);
  const auto& head = frame->hd;
  switch (head.type) {
    case NGHTTP2_HEADERS:
    case NGHTTP2_DATA:
      if (head.type == NGHTTP2_HEADERS) self.events_.head_ended(head.stream_id);
      if ((head.flags & NGHTTP2_FLAG_END_STREAM) != 0) self.events_.ended(head.stream_id);
      break;
    case NGHTTP2_PING:
      if ((head.flags & NGHTTP2_FLAG_ACK) != 0 && self.is_end_announced_) {
        nghttp2_submit_goaway(session, NGHTTP2_FLAG_NONE,
                              nghttp2_session_get_last_proc_stream_id(session), NGHTTP2_NO_ERROR,
                              nullptr, 0);
      }
      break;
    case NGHTTP2_GOAWAY:
      self.events_.going_away(frame->goaway.last_stream_id,
                              static_cast<Code>(frame->goaway.error_code));
      break;
    default: break;
  }
  return 0;
}

int Nghttp2Codec::on_frame_sent(Session*, const Frame* frame, void* user) {
  if (frame->hd.type != NGHTTP2_RST_STREAM) return 0;
  switch (static_cast<Code>(frame->rst_stream.error_code)) {
    case Code::no_error:
    case Code::cancel:
    case Code::internal_error: return 0;
    // The other side has made us do it, which can be a way to rid itself of streams that it opened.
    default: of(user).events_.noise(kLoudNoise); return 0;
  }
}

int Nghttp2Codec::on_frame_not_sent(Session*, const Frame* frame, int, void* user) {
  const bool is_request =
      frame->hd.type == NGHTTP2_HEADERS && frame->headers.cat == NGHTTP2_HCAT_REQUEST;
  if (is_request) of(user).events_.closed(frame->hd.stream_id, Code::refused_stream);
  return 0;
}

int Nghttp2Codec::on_stream_close(Session*, std::int32_t id, std::uint32_t code, void* user) {
  of(user).events_.closed(id, static_cast<Code>(code));
  return 0;
}

ssize_t Nghttp2Codec::read_body(Session*, std::int32_t, std::uint8_t*, std::size_t size_max,
                                std::uint32_t* flags, nghttp2_data_source* source, void* user) {
  const auto& self = of(user);
  const auto& outgoing = *static_cast<const Outgoing*>(source->ptr);
  if (outgoing.bytes.empty() && !outgoing.is_last) return NGHTTP2_ERR_DEFERRED;
  if (self.out_->size() >= self.out_bytes_max_) return NGHTTP2_ERR_PAUSE;
  const auto size = std::min(size_max, outgoing.bytes.size());
  *flags = NGHTTP2_DATA_FLAG_NO_COPY;
  if (outgoing.is_last && size == outgoing.bytes.size()) *flags |= NGHTTP2_DATA_FLAG_EOF;
  return static_cast<ssize_t>(size);
}

int Nghttp2Codec::send_body(Session*, Frame* frame, const std::uint8_t* frame_head,
                            std::size_t size, nghttp2_data_source* source, void* user) {
  constexpr std::size_t kFrameHeadBytes = 9;
  auto& self = of(user);
  auto& outgoing = *static_cast<Outgoing*>(source->ptr);
  self.out_->append(text_of(frame_head, kFrameHeadBytes));
  self.out_->append(outgoing.bytes.substr(0, size));
  outgoing.bytes.remove_prefix(size);
  outgoing.is_done = (frame->hd.flags & NGHTTP2_FLAG_END_STREAM) != 0;
  self.events_.taken(frame->hd.stream_id);
  return 0;
}

}  // namespace

std::unique_ptr<Codec> Codec::create(const CodecConfig& config, Events& events) {
  return std::make_unique<Nghttp2Codec>(config, events);
}

}  // namespace quorum::h2
