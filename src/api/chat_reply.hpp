#pragma once
/// A backend's batches as the bytes a client reads: passed on where they are in its dialect
/// already, written where they are not.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "core/id.hpp"
#include "dialects/face.hpp"
#include "llm/backend.hpp"

namespace quorum::api {

/// Where the client is told what its request has lost on the way.
enum class NotesPlace : std::uint8_t { headers, headers_and_body };

/// What the answer's extension says of `notes`; empty where it says nothing.
std::string extension_of(const llm::Notes& notes, NotesPlace place);

/// Of one streamed answer. An id that `head` lacks is made when there is something to write: bytes
/// that are passed on bear their maker's.
class StreamedReply {
 public:
  /// `face`, `ids` and `head` outlive it; `head` is used up where there is something to write.
  StreamedReply(const dialects::Face& face, IdMaker& ids, dialects::ReplyHead& head,
                std::string extension)
      : face_(face), ids_(ids), head_(head), extension_(std::move(extension)) {}

  /// Makes the batch's bytes the client's events: none where it holds nothing for the client.
  void spell(llm::Batch& batch);

  /// What the proper end still lacks: the last events, `[DONE]`.
  std::string end();

  /// The last event of an answer that failed.
  std::string fail(const Error& error);

 private:
  enum class Source : std::uint8_t { unknown, bytes, deltas };

  dialects::StreamWriter& writer();

  const dialects::Face& face_;
  IdMaker& ids_;
  dialects::ReplyHead& head_;
  std::unique_ptr<dialects::StreamWriter> writer_{};  ///< Made when there is something to write.
  std::string extension_;                             ///< To be told with the first delta.
  Source source_ = Source::unknown;
};

/// Of one answer sent whole.
class WholeReply {
 public:
  /// As `StreamedReply`.
  WholeReply(const dialects::Face& face, IdMaker& ids, dialects::ReplyHead& head,
             std::string extension)
      : face_(face), ids_(ids), head_(head), extension_(std::move(extension)) {}
  void take(llm::Batch&& batch);
  std::string end();

 private:
  dialects::ReplyWriter& writer();

  const dialects::Face& face_;
  IdMaker& ids_;
  dialects::ReplyHead& head_;
  std::unique_ptr<dialects::ReplyWriter> writer_{};  ///< Made when there is something to write.
  std::string extension_;
  std::string bytes_{};
};

/// The debate behind an answer, where one says so in its extension.
std::optional<std::string> debate_id_of(const llm::Batch& batch);

}  // namespace quorum::api
