#pragma once
/// Intrusive lists: joining and leaving allocate nothing, and who is destroyed leaves by itself.

namespace quorum::async {

template <typename T>
class List;

/// A place in at most one `List`. Destroying it leaves the list.
class ListHook {
 public:
  ListHook() = default;
  ListHook(const ListHook&) = delete;
  ListHook& operator=(const ListHook&) = delete;
  ~ListHook() { unlink(); }

  bool is_linked() const { return next_ != nullptr; }

  void unlink() {
    if (next_ == nullptr) return;
    previous_->next_ = next_;
    next_->previous_ = previous_;
    previous_ = next_ = nullptr;
  }

 private:
  template <typename T>
  friend class List;

  void link_before(ListHook& next) {
    unlink();
    previous_ = next.previous_;
    next_ = &next;
    previous_->next_ = this;
    next.previous_ = this;
  }

  ListHook* previous_ = nullptr;
  ListHook* next_ = nullptr;
};

/// Owns nothing. `T` is a `ListHook`; pushing moves it here from wherever it was.
template <typename T>
class List {
 public:
  List() { ends_.previous_ = ends_.next_ = &ends_; }
  List(const List&) = delete;
  List& operator=(const List&) = delete;
  ~List() {
    while (!empty()) front().unlink();
  }

  bool empty() const { return ends_.next_ == &ends_; }
  T& front() { return static_cast<T&>(*ends_.next_); }

  /// Who comes behind `item`, which is here; null behind the last.
  T* after(T& item) {
    ListHook* const next = static_cast<ListHook&>(item).next_;
    return next == &ends_ ? nullptr : static_cast<T*>(next);
  }

  void push_back(T& item) { static_cast<ListHook&>(item).link_before(ends_); }
  void push_front(T& item) { static_cast<ListHook&>(item).link_before(*ends_.next_); }

  T& pop_front() {
    T& item = front();
    static_cast<ListHook&>(item).unlink();
    return item;
  }

  /// Moves all of `other` behind what is here.
  void take(List& other) {
    if (other.empty()) return;
    ListHook* const first = other.ends_.next_;
    ListHook* const last = other.ends_.previous_;
    other.ends_.previous_ = other.ends_.next_ = &other.ends_;
    first->previous_ = ends_.previous_;
    first->previous_->next_ = first;
    last->next_ = &ends_;
    ends_.previous_ = last;
  }

 private:
  ListHook ends_;
};

}  // namespace quorum::async
