#pragma once
/// Header fields in their order, found whatever their case.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace quorum::http {

class Headers {
 public:
  struct Field {
    std::string_view name;
    std::string_view value;
  };

  void add(std::string_view name, std::string_view value);
  void set(std::string_view name, std::string_view value);  ///< Replaces all of that name.
  void remove(std::string_view name);

  /// The first of that name.
  std::optional<std::string_view> get(std::string_view name) const;
  bool has_token(std::string_view name, std::string_view token) const;  ///< In a comma list.

  std::size_t size() const;
  Field operator[](std::size_t index) const;

 private:
  std::string text_;  ///< Names and values end to end: one allocation for all of them.
  // The implementer adds the index.
};

}  // namespace quorum::http
