#include "debate/running/speech.hpp"

#include <gtest/gtest.h>

#include "async/scope.hpp"
#include "debate/record/read.hpp"
#include "store/memory.hpp"

namespace quorum::debate {
namespace {

using namespace std::chrono_literals;

struct Delta {
  std::int64_t offset;
  std::string text;
  std::int64_t ms;
  bool operator==(const Delta&) const = default;
};

/// Says each piece after its wait; gives the batches that were written.
Task<std::vector<Delta>> speak(
    async::Loop& loop, std::string prefill,
    std::vector<std::pair<std::chrono::milliseconds, std::string>> pieces) {
  store::MemoryDebates debates;
  store::DebateRow row{.id = "d", .question = {}, .status = "running", .request = {}};
  EXPECT_TRUE(co_await debates.create(loop, std::move(row)));
  Journal journal(loop, debates, "d", std::make_shared<Feed>(), State{});
  Speech speech(loop, journal, "t1", std::move(prefill));
  async::Scope writer(loop);
  writer.spawn(speech.write_regularly(80ms));
  std::string all;
  for (auto& [wait, text] : pieces) {
    co_await loop.sleep(wait);
    speech.on_text(text);
  }
  writer.cancel();
  speech.finish();
  (void)co_await journal.settle();
  const auto stored = co_await debates.read(loop, "d", 0, 100);
  std::vector<Delta> deltas;
  for (const auto& line : *stored) {
    const auto event = read(line.name, line.data);
    const auto& delta = std::get<TurnDelta>(*event);
    deltas.push_back({delta.offset, delta.text, delta.ms});
    all += delta.text;
  }
  EXPECT_EQ(all, speech.text());
  co_return deltas;
}

std::vector<Delta> written(std::string prefill,
                           std::vector<std::pair<std::chrono::milliseconds, std::string>> pieces) {
  const auto loop = async::Loop::simulated(1);
  return loop->run_until_done(speak(*loop, std::move(prefill), std::move(pieces)));
}

TEST(Speech, WritesTheFirstPieceAtOnceAndThenInBatches) {
  const std::vector<Delta> expected{{0, "a", 10}, {1, "bc", 90}, {3, "d", 200}};
  EXPECT_EQ(written("", {{10ms, "a"}, {30ms, "b"}, {30ms, "c"}, {130ms, "d"}}), expected);
}

TEST(Speech, BeginsWithThePrefill) {
  EXPECT_EQ(written("Tea is", {{5ms, " hot"}}), (std::vector<Delta>{{0, "Tea is hot", 5}}));
  EXPECT_TRUE(written("Tea is", {}).empty());
}

TEST(Speech, NeverCutsACharacter) {
  EXPECT_EQ(written("", {{1ms, "a\xF0\x9F"}, {200ms, "\x8D\xB5!"}}),
            (std::vector<Delta>{{0, "a", 1}, {1, "\xF0\x9F\x8D\xB5!", 201}}));
  EXPECT_EQ(written("", {{1ms, "a\xC3"}}), (std::vector<Delta>{{0, "a\xEF\xBF\xBD", 1}}));
}

// A multi-byte text cut at every byte gives the same text.
TEST(SoundUtf8, DoesNotDependOnWhereTheTextIsCut) {
  const std::string text = "a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x8D\xB5z";
  for (std::size_t cut = 0; cut <= text.size(); ++cut) {
    std::string tail;
    auto sound = sound_utf8(text.substr(0, cut), tail);
    sound += sound_utf8(text.substr(cut), tail);
    EXPECT_EQ(sound, text) << "cut at byte " << cut;
    EXPECT_TRUE(tail.empty());
  }
}

TEST(SoundUtf8, ReplacesWhatIsNone) {
  std::string tail;
  EXPECT_EQ(sound_utf8("a\xFF\x80z", tail), "a\xEF\xBF\xBD\xEF\xBF\xBDz");
  EXPECT_EQ(sound_utf8("\xED\xA0\x80", tail), "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
  EXPECT_TRUE(tail.empty());
}

}  // namespace
}  // namespace quorum::debate
