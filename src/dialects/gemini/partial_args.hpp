#pragma once
/// A call's arguments that come piece by piece, each with its place: Vertex, where it is asked for.

#include <cstddef>
#include <memory>
#include <string>

#include "json/value.hpp"

namespace quorum::gemini {

/// Puts the pieces of `partialArgs` together. What has no place that can be made (a path that is
/// none, more than anybody needs) is left out.
class PartialArgs {
 public:
  PartialArgs();
  PartialArgs(PartialArgs&&) noexcept;
  PartialArgs& operator=(PartialArgs&&) noexcept;
  ~PartialArgs();

  /// `[{"jsonPath": "$.a[0].b", "stringValue": "x", "willContinue": true}, …]`: text is added to
  /// that which stands there, every other value takes the place.
  void add(json::Value pieces);

  /// A JSON object's text.
  std::string str() const;

  struct Node;

 private:
  Node* place(std::string_view path);

  std::unique_ptr<Node> root_;
  std::size_t nodes_ = 0;
};

}  // namespace quorum::gemini
