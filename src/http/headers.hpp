#pragma once
/// Header fields in their order, found whatever their case.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace quorum::http {

/// ASCII letters only, whatever the locale.
bool equals_ignoring_case(std::string_view left, std::string_view right);

/// Views into it live until the next call that changes it, and do not survive a move.
class Headers {
 public:
  struct Field {
    std::string_view name;
    std::string_view value;
  };

  /// Where a field lies in the text given to `adopt`.
  struct Span {
    std::uint32_t name_at = 0;
    std::uint32_t name_size = 0;
    std::uint32_t value_at = 0;
    std::uint32_t value_size = 0;
  };

  void add(std::string_view name, std::string_view value);
  void set(std::string_view name, std::string_view value);  ///< Replaces all of that name.
  void remove(std::string_view name);

  /// For parsers: a whole head's text at once, and where its fields lie in it.
  void adopt(std::string text, std::vector<Span> spans);

  /// The first of that name.
  std::optional<std::string_view> get(std::string_view name) const;
  bool has_token(std::string_view name, std::string_view token) const;  ///< In a comma list.

  std::size_t size() const { return spans_.size(); }
  Field operator[](std::size_t index) const {
    const auto& span = spans_[index];
    return {.name = {text_.data() + span.name_at, span.name_size},
            .value = {text_.data() + span.value_at, span.value_size}};
  }

 private:
  std::string text_;  ///< Names and values: one allocation for all of them.
  std::vector<Span> spans_;
};

}  // namespace quorum::http
