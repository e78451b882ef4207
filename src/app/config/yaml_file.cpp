#include "app/config/yaml_file.hpp"

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>

#include "app/config/setting.hpp"
#include "core/try.hpp"
#include "json/writer.hpp"

namespace quorum::app {
namespace {

Error fault(std::string message) {
  return {.code = Errc::invalid_request, .message = std::move(message)};
}

Result<std::string> scalar(const YAML::Node& node, std::string_view name) {
  if (node.IsScalar()) return node.Scalar();
  return fault(fmt::format("`{}` in the configuration file must be a plain value.", name));
}

/// What a variable would say.
Result<std::string> value_of(const YAML::Node& node, std::string_view name) {
  if (node.IsNull()) return std::string();
  if (node.IsScalar()) return node.Scalar();
  std::string text;
  json::Writer writer(text);
  if (node.IsSequence()) {
    writer.array();
    for (const auto& item : node) {
      QUORUM_TRY(const auto string, scalar(item, name));
      writer.string(string);
    }
  } else {
    writer.object();
    for (const auto& member : node) {
      QUORUM_TRY(const auto string, scalar(member.second, name));
      writer.key(member.first.Scalar()).string(string);
    }
  }
  writer.end();
  return text;
}

class Flattener {
 public:
  Flattener(const std::vector<YamlName>& names, const std::vector<std::string>& taken)
      : names_(names), taken_(taken) {}

  Result<std::map<std::string, std::string>> take(const YAML::Node& root) {
    if (root.IsNull()) return values_;
    if (!root.IsMap()) return fault("The configuration file must be a mapping of names to values.");
    QUORUM_CHECK(walk(root, ""));
    return values_;
  }

 private:
  Result<> walk(const YAML::Node& map, const std::string& prefix) {
    for (const auto& member : map) {
      const auto name = prefix + member.first.Scalar();
      if (std::ranges::find(taken_, name) != taken_.end()) continue;
      const auto known = std::ranges::find(names_, name, &YamlName::name);
      if (known != names_.end()) {
        QUORUM_TRY(values_[known->variable], value_of(member.second, name));
      } else if (is_group(name)) {
        if (member.second.IsNull()) continue;
        if (!member.second.IsMap()) return fault(fmt::format("`{}` must be a mapping.", name));
        QUORUM_CHECK(walk(member.second, name + "."));
      } else {
        return unknown(name);
      }
    }
    return {};
  }

  bool is_group(const std::string& name) const {
    return std::ranges::any_of(
        names_, [&](const auto& known) { return known.name.starts_with(name + "."); });
  }

  Error unknown(const std::string& name) const {
    std::vector<std::string> candidates;
    for (const auto& known : names_) {
      candidates.push_back(known.name);
      // A group's own name may be the one that was mistyped.
      const auto dots = std::ranges::count(name, '.');
      std::size_t end = 0;
      for (auto i = dots; i >= 0 && end != known.name.npos; --i) {
        end = known.name.find('.', end == 0 ? 0 : end + 1);
      }
      candidates.push_back(known.name.substr(0, end));
    }
    const auto meant = nearest(name, candidates);
    return fault(meant.empty()
                     ? fmt::format("The configuration file has an unknown name `{}`.", name)
                     : fmt::format("The configuration file has an unknown name `{}`; is it `{}`?",
                                   name, meant));
  }

  const std::vector<YamlName>& names_;
  const std::vector<std::string>& taken_;
  std::map<std::string, std::string> values_{};
};

}  // namespace

Result<std::map<std::string, std::string>> read_yaml(std::string_view text,
                                                     const std::vector<YamlName>& names,
                                                     const std::vector<std::string>& taken) {
  try {
    return Flattener(names, taken).take(YAML::Load(std::string(text)));
  } catch (const YAML::Exception& error) {
    return fault(fmt::format("The configuration file is not YAML: line {}, column {}: {}",
                             error.mark.line + 1, error.mark.column + 1, error.msg));
  }
}

}  // namespace quorum::app
