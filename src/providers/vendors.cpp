#include "providers/vendors.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "providers/rows_alike.hpp"
#include "providers/rows_own.hpp"

namespace quorum::providers {
namespace {

using Spelling = dialects::OpenAiQuirks;

struct Family {
  std::string_view word;
  std::string_view family;
};

// A word of a model's name and who trained it. In their order: `deepseek-r1-distill-qwen` is
// DeepSeek's.
constexpr std::array<Family, 25> kFamilies{
    {{"deepseek", "deepseek"}, {"gpt", "openai"},        {"claude", "anthropic"},
     {"gemini", "google"},     {"gemma", "google"},      {"llama", "llama"},
     {"qwen", "qwen"},         {"qwq", "qwen"},          {"mistral", "mistral"},
     {"mixtral", "mistral"},   {"ministral", "mistral"}, {"magistral", "mistral"},
     {"codestral", "mistral"}, {"devstral", "mistral"},  {"pixtral", "mistral"},
     {"grok", "xai"},          {"sonar", "perplexity"},  {"kimi", "moonshot"},
     {"glm", "zai"},           {"command", "cohere"},    {"smollm", "huggingface"},
     {"phi", "microsoft"},     {"granite", "ibm"},       {"nova", "amazon"},
     {"jamba", "ai21"}}};

/// `o3` is a prefix of `o3-mini` and of `o3`, not of `o3000`; `gpt-` is one of whatever follows.
bool has_prefix(std::string_view model, std::string_view prefix) {
  if (!model.starts_with(prefix)) return false;
  if (prefix.ends_with('-') || model.size() == prefix.size()) return true;
  const char next = model[prefix.size()];
  return next == '-' || next == ':' || next == '.';
}

bool has_any_prefix(std::string_view model, std::span<const std::string_view> prefixes) {
  return std::ranges::any_of(prefixes, [&](auto prefix) { return has_prefix(model, prefix); });
}

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

std::string lower(std::string_view text) {
  std::string out{text};
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

constexpr std::array<std::string_view, 5> kReasoningNames{"o1", "o3", "o4", "gpt-5", "gpt-6"};
constexpr std::array<std::string_view, 3> kOldTokensMaxNames{"gpt-3.5-", "gpt-4", "gpt-4o"};

}  // namespace

std::span<const Vendor> vendors() {
  static const std::vector<Vendor> kVendors = [] {
    std::vector<Vendor> all;
    for (const auto rows : {rows_own(), rows_alike()})
      all.insert(all.end(), rows.begin(), rows.end());
    return all;
  }();
  return kVendors;
}

const Vendor* find_vendor(std::string_view name) {
  const auto is_named = [&](const Vendor& vendor) {
    return vendor.name == name || std::ranges::find(vendor.aliases, name) != vendor.aliases.end();
  };
  const auto found = std::ranges::find_if(vendors(), is_named);
  return found == vendors().end() ? nullptr : &*found;
}

const Vendor* vendor_of(std::string_view model) {
  // Open weights, which OpenAI itself does not serve.
  if (model.starts_with("gpt-oss")) return nullptr;
  for (const auto& vendor : vendors()) {
    if (has_any_prefix(model, vendor.model_prefixes)) return &vendor;
  }
  return nullptr;
}

std::string_view family_of(std::string_view model) {
  const auto name = lower(model);
  for (const auto& [word, family] : kFamilies) {
    for (auto at = name.find(word); at != std::string::npos; at = name.find(word, at + 1)) {
      if (at == 0 || !is_letter(name[at - 1])) return family;
    }
  }
  const auto* vendor = vendor_of(name);
  return vendor != nullptr ? vendor->family : std::string_view{};
}

std::string_view plain_model(const Vendor& vendor, std::string_view model) {
  for (const auto word : vendor.route_words) {
    if (model.starts_with(word) && model.size() > word.size()) return model.substr(word.size());
  }
  return model;
}

dialects::Quirks quirks_for(const Vendor& vendor, std::string_view model) {
  auto quirks = vendor.quirks;
  auto& spelling = quirks.openai;
  const bool is_chat = model.find("chat") != std::string_view::npos;
  if (vendor.family == "openai" && has_any_prefix(model, kReasoningNames) && !is_chat) {
    spelling.refuses_sampling = true;
  }
  // What imitates OpenAI behind its base URL knows the old name best; only newer models refuse it.
  if (vendor.family == "openai" && has_any_prefix(model, kOldTokensMaxNames)) {
    spelling.tokens_max = Spelling::TokensMax::max_tokens;
  }
  return quirks;
}

}  // namespace quorum::providers
