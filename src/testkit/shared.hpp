#pragma once
/// Data for tests that is too large to live in the project: recorded exchanges and schemas of
/// others, found beside it where there are any.

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#ifndef QUORUM_SOURCE_DIR
#define QUORUM_SOURCE_DIR "."  // Only tests know where the sources are; headers compile alone.
#endif

namespace quorum::testkit {

/// `$QUORUM_SHARED`, else `shared` beside the project's folder or beside its parent. Nothing where
/// there is none, or where the variable is empty: a test then says that it was skipped.
std::optional<std::filesystem::path> shared_folder(const std::filesystem::path& project);

/// The recorded exchanges of one API (as `openai.chat`), a JSON file each, in a stable order.
/// Unpacked on first use into the project's build folder. Empty where there are none.
std::vector<std::filesystem::path> recorded_exchanges(const std::filesystem::path& project,
                                                      std::string_view api);

std::string read_file(const std::filesystem::path& path);

}  // namespace quorum::testkit
