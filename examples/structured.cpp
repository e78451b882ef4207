// An answer as a struct, checked, and asked for again where it does not fit:   structured MODEL
#include <cstdio>

#include "gateway/structured.hpp"
#include "json/value.hpp"
#include "library/session.hpp"
#include "llm/answer.hpp"

using namespace quorum;

struct Planet {
  std::string name;
  std::int64_t moons = 0;
};
constexpr const char* kPlanet = R"({"type":"object","additionalProperties":false,
  "properties":{"name":{"type":"string"},"moons":{"type":"integer","minimum":0}},
  "required":["name","moons"]})";

int main(int count, char** words) {
  if (count != 2) return std::fprintf(stderr, "structured MODEL\n"), 2;
  const auto session = library::Session::open();
  if (!session) return std::fprintf(stderr, "%s\n", session.error().message.c_str()), 1;
  // Whatever the model promises, the answer is checked here, and repaired once.
  const auto checked = gateway::structured(
      (*session)->backend(), [](std::string_view) { return gateway::Promise::nothing; });

  llm::Chat chat{.messages = {llm::message(llm::Role::user, "Which planet has the most moons?")}};
  chat.format = llm::ResponseFormat{
      .kind = llm::ResponseFormat::Kind::json_schema, .name = "planet", .schema = kPlanet};
  llm::Call call{.model = words[1], .chat = std::move(chat)};
  const auto answer = (*session)->wait(llm::ask(*checked, std::move(call)));
  if (!answer) return std::fprintf(stderr, "%s\n", answer.error().message.c_str()), 1;
  const auto read = json::Document::parse(answer->text());
  const Planet planet{.name = std::string{*read->root()["name"].string()},
                      .moons = *read->root()["moons"].integer()};
  std::printf("%s has %lld moons.\n", planet.name.c_str(), static_cast<long long>(planet.moons));
}
