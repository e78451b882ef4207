#include "providers/sign/sigv4.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <array>
#include <map>

#include "core/sha256.hpp"

namespace quorum::sign {
namespace {

constexpr std::string_view kAlgorithm = "AWS4-HMAC-SHA256";

std::string lower(std::string_view text) {
  std::string out{text};
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

std::string hash(std::string_view text) {
  Sha256 sum;
  sum.add(text);
  return sum.finish();
}

std::string hmac(std::string_view key, std::string_view text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
       reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data(), &size);
  return {reinterpret_cast<const char*>(digest.data()), size};
}

std::string hex(std::string_view bytes) {
  std::string out;
  for (const char c : bytes) out += fmt::format("{:02x}", static_cast<unsigned char>(c));
  return out;
}

bool is_plain(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '.' || c == '_' || c == '~';
}

std::string encoded(std::string_view text, char also_plain) {
  std::string out;
  for (const char c : text) {
    if (is_plain(c) || c == also_plain) {
      out += c;
    } else {
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return out;
}

/// The path without empty parts and without `.` and `..`.
std::string normal_path(std::string_view path) {
  std::vector<std::string_view> parts;
  const bool ends_open = path.ends_with('/') || path.ends_with("/.") || path.ends_with("/..");
  while (!path.empty()) {
    const auto end = std::min(path.find('/'), path.size());
    const auto part = path.substr(0, end);
    path.remove_prefix(std::min(end + 1, path.size()));
    if (part == "..") {
      if (!parts.empty()) parts.pop_back();
    } else if (!part.empty() && part != ".") {
      parts.push_back(part);
    }
  }
  std::string out;
  for (const auto part : parts) out.append("/").append(part);
  if (ends_open || out.empty()) out += '/';
  return out;
}

/// The query's fields in the order of their bytes. They are sent encoded, so they stay as they are.
std::string canonical_query(std::string_view query) {
  std::vector<std::pair<std::string, std::string>> fields;
  while (!query.empty()) {
    const auto end = std::min(query.find('&'), query.size());
    const auto field = query.substr(0, end);
    const auto equals = std::min(field.find('='), field.size());
    if (!field.empty()) {
      const auto value = field.substr(std::min(equals + 1, field.size()));
      fields.emplace_back(encoded(field.substr(0, equals), '%'), encoded(value, '%'));
    }
    query.remove_prefix(std::min(end + 1, query.size()));
  }
  std::ranges::sort(fields);
  std::string out;
  for (const auto& [name, value] : fields) {
    if (!out.empty()) out += '&';
    out.append(name).append("=").append(value);
  }
  return out;
}

/// Without space around it, and only one blank in a row inside.
std::string trimmed(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool is_blank = c == ' ' || c == '\t';
    if (is_blank && (out.empty() || out.back() == ' ')) continue;
    out += is_blank ? ' ' : c;
  }
  while (out.ends_with(' ')) out.pop_back();
  return out;
}

using Canonical = std::map<std::string, std::string>;

Canonical canonical_headers(const AwsRequest& request, const HeaderList& more) {
  Canonical headers{{"host", std::string{request.host}}};
  for (const auto* list : {&request.headers, &more}) {
    for (const auto& [name, value] : *list) {
      auto& joined = headers[lower(name)];
      if (!joined.empty()) joined += ',';
      joined += trimmed(value);
    }
  }
  return headers;
}

std::string names_of(const Canonical& headers) {
  std::string names;
  for (const auto& [name, value] : headers) {
    if (!names.empty()) names += ';';
    names += name;
  }
  return names;
}

std::string canonical_request(const AwsRequest& request, const Canonical& headers) {
  const auto question = std::min(request.target.find('?'), request.target.size());
  const auto query = request.target.substr(std::min(question + 1, request.target.size()));
  // A path is encoded again although it is sent encoded: so all of Amazon's services but S3 want.
  const auto path = encoded(normal_path(request.target.substr(0, question)), '/');
  auto out = fmt::format("{}\n{}\n{}\n", request.method, path, canonical_query(query));
  for (const auto& [name, value] : headers) out += fmt::format("{}:{}\n", name, value);
  return out + fmt::format("\n{}\n{}", names_of(headers), hash(request.body));
}

/// `20150830T123600Z`.
std::string stamp(UnixMs now_ms) {
  auto text = rfc3339(now_ms);  // 2015-08-30T12:36:00.000Z
  std::erase_if(text, [](char c) { return c == '-' || c == ':'; });
  return text.substr(0, 15) + "Z";
}

}  // namespace

HeaderList sign_aws(const AwsRequest& request, const AwsKeys& keys, const AwsScope& scope) {
  const auto date = stamp(scope.now_ms);
  const auto day = date.substr(0, 8);
  HeaderList added{{"X-Amz-Date", date}};
  if (!keys.session_token.empty()) {
    added.emplace_back("X-Amz-Security-Token", keys.session_token.reveal());
  }
  const auto headers = canonical_headers(request, added);
  const auto place = fmt::format("{}/{}/{}/aws4_request", day, scope.region, scope.service);
  const auto text = fmt::format("{}\n{}\n{}\n{}", kAlgorithm, date, place,
                                hash(canonical_request(request, headers)));
  auto key = hmac(fmt::format("AWS4{}", keys.secret_access_key.reveal()), day);
  for (const auto word : {scope.region, scope.service, std::string_view{"aws4_request"}}) {
    key = hmac(key, word);
  }
  added.emplace_back(
      "Authorization",
      fmt::format("{} Credential={}/{}, SignedHeaders={}, Signature={}", kAlgorithm,
                  keys.access_key_id.reveal(), place, names_of(headers), hex(hmac(key, text))));
  return added;
}

}  // namespace quorum::sign
