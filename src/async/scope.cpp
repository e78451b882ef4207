#include "async/scope.hpp"

#include <utility>

#include "async/event.hpp"

namespace quorum::async {

struct Scope::State {
  explicit State(Loop& on) : loop(on), owner(on.running()), is_empty(on) { is_empty.set(); }

  Loop& loop;
  std::shared_ptr<Root> owner;  ///< The task in which the scope was made, so mostly whose it is.
  List<Root> children;
  List<Root> ending;  ///< Cancelled from inside, until they wait.
  std::size_t size = 0;
  Event is_empty;
};

class Scope::Child final : public Root {
 public:
  Child(State& scope, Task<> task)
      : Root(scope.loop, std::move(task), scope.owner), scope_(&scope) {}

  /// Keeps itself until it ends, as the scope's list owns nothing.
  void adopt() { self_ = shared_from_this(); }
  void leave_scope() { scope_ = nullptr; }

 private:
  void ended() override {
    unlink();
    if (scope_ != nullptr && --scope_->size == 0) scope_->is_empty.set();
    self_.reset();
  }

  State* scope_;
  std::shared_ptr<Root> self_;
};

Scope::Scope(Loop& loop) : state_(std::make_shared<State>(loop)) {}

Scope::~Scope() {
  cancel();
  for (auto* children : {&state_->children, &state_->ending}) {
    while (!children->empty()) static_cast<Child&>(children->pop_front()).leave_scope();
  }
}

void Scope::spawn(Task<> child) {
  if (child.was_done()) return;
  const auto root = std::make_shared<Child>(*state_, std::move(child));
  root->adopt();
  state_->children.push_back(*root);
  ++state_->size;
  state_->is_empty.reset();
  root->start();
}

Task<> Scope::join() {
  while (state_->size != 0) co_await state_->is_empty.wait();
}

void Scope::cancel() {
  // A child may own whoever owns this scope: it must not be used once a child has ended.
  const std::shared_ptr<State> state = state_;
  while (!state->children.empty()) {
    Root& child = state->children.pop_front();
    if (child.is_running()) {
      state->ending.push_back(child);
      state->loop.end_soon(child);
    } else {
      child.end();
    }
  }
}

std::size_t Scope::size() const { return state_->size; }

}  // namespace quorum::async
