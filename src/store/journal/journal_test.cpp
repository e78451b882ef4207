#include "store/journal/journal.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <thread>

#include "store/journal/reader.hpp"
#include "store/journal/segment.hpp"

namespace quorum::store::journal {
namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;

RequestRecord record(std::string_view id, std::int64_t prompt = 10) {
  RequestRecord made;
  made.id.assign(id);
  made.started_us = 1'800'000'000'000'000;
  made.key_id.assign("key_a");
  made.status = 200;
  made.ending = Ending::whole;
  made.model.assign("asked");
  made.call.asks("openai", "gpt");
  made.call.usage = llm::Usage{.prompt = prompt, .completion = 1};
  made.cost_pico_usd = 1000;
  return made;
}

void take(Recorder& recorder, RequestRecord made) { recorder.take(made); }

class JournalTest : public testing::Test {
 protected:
  JournalTest() {
    std::string name = (fs::temp_directory_path() / "quorum-journal-XXXXXX").string();
    folder_ = std::string(::mkdtemp(name.data())) + "/requests";
  }
  ~JournalTest() override { fs::remove_all(fs::path(folder_).parent_path()); }

  std::unique_ptr<Requests> opened(Config config = {}) {
    config.folder = folder_;
    auto made = open(clock_, config);
    EXPECT_TRUE(made) << made.error().message;
    return std::move(*made);
  }
  std::vector<std::string> ids(const RequestReader& reader, RequestQuery query = {}) {
    std::vector<std::string> found;
    for (const auto& one : reader.find(query).value()) found.emplace_back(one.id.view());
    return found;
  }
  static std::int64_t requests_of(const RequestReader& reader) {
    std::int64_t count = 0;
    for (const auto& row : reader.totals().value()) count += row.requests;
    return count;
  }
  std::string read(std::uint64_t number) { return read_segment(folder_, number, 0).value(); }
  void write(std::uint64_t number, const std::string& bytes) {
    std::ofstream(segment_path(folder_, number), std::ios::binary) << bytes;
  }

  SystemClock clock_;
  std::string folder_;
};

TEST_F(JournalTest, FindsWhatWasTakenNewestFirst) {
  const auto journal = opened();
  const auto recorder = journal->recorder();
  take(*recorder, record("one"));
  take(*recorder, record("two"));
  journal->flush();
  EXPECT_EQ(ids(*journal), (std::vector<std::string>{"two", "one"}));
  EXPECT_EQ(ids(*journal, {.limit = 1}), (std::vector<std::string>{"two"}));
  EXPECT_EQ(ids(*open_reader(folder_)), (std::vector<std::string>{"two", "one"}));
  EXPECT_EQ(journal->state().kept, 2U);
  EXPECT_EQ(journal->state().trouble, "");
}

TEST_F(JournalTest, FindsByKeyModelStatusAndTime) {
  const auto journal = opened();
  const auto recorder = journal->recorder();
  auto other = record("other");
  other.key_id.assign("key_b");
  other.model.assign("m2");
  other.call.model.assign("gpt-2");
  other.status = 429;
  other.started_us += 5'000'000;
  take(*recorder, record("one"));
  take(*recorder, other);
  journal->flush();
  const std::vector<std::string> one{"one"};
  const std::vector<std::string> found{"other"};
  EXPECT_EQ(ids(*journal, {.key_id = "key_a"}), one);
  EXPECT_EQ(ids(*journal, {.model = "m2"}), found);
  EXPECT_EQ(ids(*journal, {.model = "gpt-2"}), found);
  EXPECT_EQ(ids(*journal, {.status_min = 400, .status_max = 499}), found);
  EXPECT_EQ(ids(*journal, {.since_us = 1'800'000'003'000'000}), found);
}

TEST_F(JournalTest, ReadsOnFromWhereItWas) {
  const auto journal = opened({.segment_bytes_max = 600});
  const auto recorder = journal->recorder();
  auto position = journal->end().value();
  for (const auto* id : {"a", "b", "c", "d", "e", "f"}) {
    take(*recorder, record(id));
    journal->flush();
  }
  std::string seen;
  for (int i = 0; i < 4; ++i) {
    for (const auto& one : journal->read_on(position, 2).value()) seen += one.id.view();
  }
  EXPECT_EQ(seen, "abcdef");
  EXPECT_EQ(position, journal->end().value());
  take(*recorder, record("g"));
  journal->flush();
  EXPECT_EQ(journal->read_on(position, 9).value().size(), 1U);
}

TEST_F(JournalTest, TotalsAreExactAfterARestart) {
  for (int i = 1; i <= 3; ++i) {
    const auto journal = opened({.segment_bytes_max = 1000});
    const auto recorder = journal->recorder();
    for (int n = 0; n < 10; ++n) take(*recorder, record("r"));
    journal->flush();
    ASSERT_EQ(journal->totals().value().size(), 1U);
    const auto total = journal->totals().value().front();
    EXPECT_EQ(total.key_id, "key_a");
    EXPECT_EQ(total.provider, "openai");
    EXPECT_EQ(total.model, "gpt");
    EXPECT_EQ(total.requests, 10 * i);
    EXPECT_EQ(total.prompt, 100 * i);
    EXPECT_EQ(total.completion, 10 * i);
    EXPECT_EQ(total.cost, Money::pico_usd(10'000 * i));
    EXPECT_EQ(open_reader(folder_)->totals().value(), journal->totals().value());
  }
}

/// More names than a lane has places for: those that meet there push each other out.
TEST_F(JournalTest, EveryKeyAndModelHasItsOwnTotal) {
  const auto journal = opened();
  const auto recorder = journal->recorder();
  constexpr int kKeys = 40;
  constexpr int kModels = 20;
  for (int round = 0; round < 3; ++round) {
    for (int i = 0; i < kKeys * kModels; ++i) {
      auto made = record("r", i);
      made.key_id.assign("key_" + std::to_string(i % kKeys));
      made.call.model.assign("model-" + std::to_string(i / kKeys));
      take(*recorder, made);
    }
  }
  take(*recorder, RequestRecord());  // No provider was asked.
  journal->flush();
  const auto totals = journal->totals().value();
  ASSERT_EQ(totals.size(), std::size_t{kKeys * kModels});
  for (const auto& total : totals) {
    const auto key = std::stoi(total.key_id.substr(4));
    const auto model = std::stoi(total.model.substr(6));
    EXPECT_EQ(total.requests, 3);
    EXPECT_EQ(total.prompt, 3 * (model * kKeys + key)) << total.key_id << total.model;
  }
  EXPECT_EQ(open_reader(folder_)->totals().value(), totals);
}

TEST_F(JournalTest, OldSegmentsGoButTheirTotalsStay) {
  const auto journal = opened({.segment_bytes_max = 1000, .kept_bytes_max = 3000});
  const auto recorder = journal->recorder();
  for (int i = 0; i < 200; ++i) {
    take(*recorder, record("r" + std::to_string(i)));
    journal->flush();
  }
  EXPECT_LE(list_segments(folder_).size(), 5U);
  EXPECT_EQ(ids(*journal, {.limit = 1}), (std::vector<std::string>{"r199"}));
  EXPECT_EQ(requests_of(*journal), 200);
  EXPECT_EQ(requests_of(*open_reader(folder_)), 200);
}

TEST_F(JournalTest, OnlyOneProcessWritesAFolder) {
  const auto journal = opened();
  EXPECT_EQ(open(clock_, {.folder = folder_}).error().code, Errc::conflict);
}

TEST_F(JournalTest, AFullQueueDropsAndCounts) {
  const auto journal = opened({.queue_bytes = 2048, .batch_wait = 10s});
  const auto recorder = journal->recorder();
  take(*recorder, record("first"));
  journal->flush();
  std::uint64_t taken = 1;
  while (journal->state().dropped_queue == 0) {
    take(*recorder, record("r"));
    ++taken;
  }
  journal->flush();
  EXPECT_EQ(journal->state().kept + journal->state().dropped_queue, taken);
  EXPECT_GE(journal->state().kept, 2U);
}

/// As a crash within a write leaves it, at every byte.
TEST_F(JournalTest, ALogCutAnywhereKeepsWhatIsWholeAndGoesOn) {
  {
    const auto journal = opened();
    const auto recorder = journal->recorder();
    for (const auto* id : {"a", "b", "c"}) take(*recorder, record(id));
  }
  fs::remove(checkpoint_path(folder_));
  const auto whole = read(1);
  const auto frame = (whole.size() - kSegmentHeadBytes) / 3;
  for (std::size_t size = 0; size <= whole.size(); ++size) {
    for (const auto& file : list_segments(folder_)) fs::remove(segment_path(folder_, file.number));
    fs::remove(checkpoint_path(folder_));
    write(1, whole.substr(0, size));
    const auto left = size < kSegmentHeadBytes ? 0 : (size - kSegmentHeadBytes) / frame;
    ASSERT_EQ(requests_of(*open_reader(folder_)), static_cast<std::int64_t>(left)) << size;
    const auto journal = opened({.batch_wait = 0ms});
    take(*journal->recorder(), record("new"));
    journal->flush();
    ASSERT_EQ(ids(*journal).size(), left + 1) << size;
    ASSERT_EQ(ids(*journal).front(), "new");
    ASSERT_EQ(requests_of(*journal), static_cast<std::int64_t>(left + 1));
  }
}

TEST_F(JournalTest, BytesThatWentBadCostTheirRecordAlone) {
  {
    const auto journal = opened();
    const auto recorder = journal->recorder();
    for (const auto* id : {"a", "b", "c"}) take(*recorder, record(id));
  }
  auto bytes = read(1);
  const auto frame = (bytes.size() - kSegmentHeadBytes) / 3;
  bytes[kSegmentHeadBytes + frame + frame / 2] ^= 0x40;
  write(1, bytes);
  EXPECT_EQ(ids(*open_reader(folder_)), (std::vector<std::string>{"c", "a"}));
}

TEST_F(JournalTest, ADamagedCheckpointIsReckonedAnew) {
  {
    const auto journal = opened();
    const auto recorder = journal->recorder();
    for (int i = 0; i < 5; ++i) take(*recorder, record("r"));
  }
  std::ofstream(checkpoint_path(folder_)) << "QREQSUM1 is not this";
  EXPECT_EQ(requests_of(*opened()), 5);
}

TEST_F(JournalTest, ManyLoopsRecordAtOnce) {
  const auto journal = opened({.segment_bytes_max = 64 << 10});
  std::vector<std::thread> loops;
  for (int loop = 0; loop < 4; ++loop) {
    loops.emplace_back([&journal] {
      const auto recorder = journal->recorder();
      for (int i = 0; i < 2000; ++i) {
        take(*recorder, record("r"));
        if (i % 64 == 0) std::this_thread::yield();
      }
    });
  }
  for (auto& loop : loops) loop.join();
  journal->flush();
  const auto state = journal->state();
  EXPECT_EQ(state.kept + state.dropped_queue, 8000U);
  EXPECT_EQ(requests_of(*journal), static_cast<std::int64_t>(state.kept));
  EXPECT_EQ(ids(*journal, {.limit = 10'000}).size(), state.kept);
}

TEST_F(JournalTest, AKilledProcessLosesOnlyItsLastMoment) {
  fs::create_directories(folder_);
  int pipe_ends[2];
  ASSERT_EQ(::pipe(pipe_ends), 0);
  const auto child = ::fork();
  if (child == 0) {
    const SystemClock clock;
    auto journal = open(clock, {.folder = folder_, .checkpoint_wait = 0ms}).value();
    const auto recorder = journal->recorder();
    for (int i = 0; i < 500; ++i) take(*recorder, record("r"));
    journal->flush();
    (void)!::write(pipe_ends[1], "x", 1);
    while (true) take(*recorder, record("later"));
  }
  char byte = 0;
  ASSERT_EQ(::read(pipe_ends[0], &byte, 1), 1);
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  ::close(pipe_ends[0]);
  ::close(pipe_ends[1]);
  const auto kept = ids(*open_reader(folder_), {.limit = 10'000'000}).size();
  EXPECT_GE(kept, 500U);
  EXPECT_EQ(requests_of(*open_reader(folder_)), static_cast<std::int64_t>(kept));
  EXPECT_EQ(requests_of(*opened()), static_cast<std::int64_t>(kept));
}

TEST_F(JournalTest, AFolderThatIsNotThereIsEmpty) {
  const auto reader = open_reader(folder_ + "/none");
  EXPECT_TRUE(reader->find({}).value().empty());
  EXPECT_TRUE(reader->totals().value().empty());
  EXPECT_EQ(reader->end().value(), LogPosition{});
}

}  // namespace
}  // namespace quorum::store::journal
