#pragma once
/// A bounded queue between tasks of one loop: the fast side waits for the slow one.

namespace quorum::async {

// Interface (template, implemented here):
//   Channel<T>(Loop&, std::size_t items_max)
//   bool try_send(T)                      false when full or closed
//   Task<bool> send(T)                    waits for room; false once closed
//   Task<std::optional<T>> receive()      waits for an item; nothing once closed and empty
//   std::optional<T> try_receive()
//   void close()                          wakes everybody; what is queued is still received
// and
//   Event(Loop&): set(), reset(), is_set(), Task<> wait()      wakes all waiters

}  // namespace quorum::async
