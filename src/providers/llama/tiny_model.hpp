#pragma once
/// A model small enough to be made by a test: a real tokenizer, random weights, no sense at all.

#include <string>

namespace quorum::llama {

/// Where it is to end up: the file is written once a process and removed at its end.
struct TinyModel {
  static constexpr std::size_t kContextTokens = 256;

  /// ChatML, so that what a prompt looks like can be written down in a test.
  static std::string file();

  /// The same without a chat template.
  static std::string file_without_template();
};

}  // namespace quorum::llama
