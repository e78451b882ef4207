#pragma once
/// A provider's words, made fit to be shown to a caller.

#include <string>
#include <string_view>

namespace quorum::dialects {

/// One line of at most 300 bytes, in which whatever looks like a key, an address, a link or a mail
/// address is replaced by `[hidden]`.
std::string shown(std::string_view text);

/// Whether `text` is a machine's word, as `model_not_found` or `messages[3]`, that hides nothing.
bool is_word(std::string_view text);

}  // namespace quorum::dialects
