#include "testkit/shared.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <system_error>

namespace quorum::testkit {
namespace {

namespace fs = std::filesystem;

/// The folder with the unpacked exchanges. Several test programs may want it at once: each unpacks
/// aside, and the first to finish gives it its name.
std::optional<fs::path> corpus_folder(const fs::path& project) {
  const auto shared = shared_folder(project);
  if (!shared) return std::nullopt;
  const auto archive = *shared / "corpus" / "exchanges.tar.zst";
  auto folder = project / "build" / "corpus";
  std::error_code error;
  if (fs::exists(folder, error)) return folder;
  if (!fs::exists(archive, error)) return std::nullopt;

  const auto aside = folder.string() + "." + std::to_string(getpid());
  fs::create_directories(aside, error);
  const auto command = "tar --zstd -xf '" + archive.string() + "' -C '" + aside + "'";
  // NOLINTNEXTLINE(concurrency-mt-unsafe,cert-env33-c): a test program, before it has threads.
  if (std::system(command.c_str()) != 0) return std::nullopt;
  fs::rename(aside, folder, error);
  if (error) fs::remove_all(aside, error);
  return folder;
}

}  // namespace

std::optional<fs::path> shared_folder(const fs::path& project) {
  std::error_code error;
  // NOLINTNEXTLINE(concurrency-mt-unsafe): nobody sets it while tests run.
  if (const char* named = std::getenv("QUORUM_SHARED")) {
    if (*named == '\0') return std::nullopt;
    return fs::path{named};
  }
  for (const auto& beside : {project.parent_path(), project.parent_path().parent_path()}) {
    if (fs::is_directory(beside / "shared", error)) return beside / "shared";
  }
  return std::nullopt;
}

std::vector<fs::path> recorded_exchanges(const fs::path& project, std::string_view api) {
  std::vector<fs::path> found;
  const auto folder = corpus_folder(project);
  if (!folder) return found;
  for (const auto& entry : fs::recursive_directory_iterator(*folder)) {
    const auto of_api = entry.path().parent_path().parent_path().filename();
    if (entry.path().extension() == ".json" && of_api == api) found.push_back(entry.path());
  }
  std::ranges::sort(found);
  return found;
}

std::string read_file(const fs::path& path) {
  std::ifstream file{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{file}, {}};
}

}  // namespace quorum::testkit
