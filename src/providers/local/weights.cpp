#include "providers/local/weights.hpp"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>

#include "json/value.hpp"
#include "json/writer.hpp"

namespace quorum::providers {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kNameBytesMax = 100;

bool is_name_letter(char letter) {
  return std::isalnum(static_cast<unsigned char>(letter)) != 0 || letter == '.' || letter == '_' ||
         letter == '-';
}

void read_papers(const fs::path& file, Weights& weights) {
  std::ifstream stream(file, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(stream), {}};
  const auto papers = json::Document::parse(text);
  if (!papers) return;  // None, or cut: the model is there all the same.
  const auto take = [root = papers->root()](std::string_view key, std::string& into) {
    if (const auto value = root[key].string()) into = *value;
  };
  take("family", weights.family);
  take("licence", weights.licence);
  take("origin", weights.origin);
  take("sha256", weights.sha256);
}

}  // namespace

std::vector<Weights> installed_weights(const std::string& folder) {
  std::vector<Weights> found;
  std::error_code fault;
  for (fs::directory_iterator entry(folder, fault), end; !fault && entry != end;
       entry.increment(fault)) {
    const fs::path& path = entry->path();
    if (path.extension() != ".gguf" || !check_weights_name(path.stem().string())) continue;
    std::error_code unreadable;
    Weights weights{.name = path.stem(), .file = path};
    weights.bytes = entry->file_size(unreadable);
    if (unreadable) continue;
    weights.family = family_of(weights.name);
    read_papers(fs::path(path).replace_extension(".json"), weights);
    found.push_back(std::move(weights));
  }
  std::ranges::sort(found, {}, &Weights::name);
  return found;
}

std::string family_of(std::string_view name) {
  const auto end = std::ranges::find_if_not(
      name, [](unsigned char letter) { return std::isalpha(letter) != 0; });
  return {name.begin(), end};
}

Result<> check_weights_name(std::string_view name) {
  const bool is_name = !name.empty() && name.size() <= kNameBytesMax && name.front() != '.' &&
                       name.front() != '-' && std::ranges::all_of(name, is_name_letter);
  if (is_name) return {};
  return Error{.code = Errc::invalid_request,
               .message =
                   "A model's name is made of letters, digits, '.', '_' and '-', and begins "
                   "with a letter or digit: '" +
                   std::string(name.substr(0, kNameBytesMax)) + "' is none."};
}

std::string papers_of(const Weights& weights) {
  std::string text;
  json::Writer out(text);
  out.object();
  out.key("name").string(weights.name).key("family").string(weights.family);
  out.key("licence").string(weights.licence).key("origin").string(weights.origin);
  out.key("sha256").string(weights.sha256).key("bytes").number(weights.bytes).end();
  return text + '\n';
}

}  // namespace quorum::providers
