#pragma once
/// How a key looks: `sk-quorum-`, 32 random letters and digits, and 6 that check the rest.

#include <cstdint>
#include <string_view>

#include "core/error.hpp"
#include "core/secret.hpp"

namespace quorum::govern {

/// A new key: 190 bits of the operating system's chance.
Result<Secret> make_key();

enum class KeyForm : std::uint8_t {
  fine,
  mistyped,  ///< Begins like one of ours and cannot be one.
  foreign,   ///< Another maker's, or one that somebody chose: says nothing.
};

/// What can be told of a key without looking it up: for the message about one that is not known.
KeyForm form_of(std::string_view key);

}  // namespace quorum::govern
