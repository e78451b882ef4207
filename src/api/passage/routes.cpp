#include "api/passage/routes.hpp"

#include <initializer_list>
#include <memory>
#include <string>

#include "api/passage/endpoint.hpp"

namespace quorum::api::passage {
namespace {

using Root = llm::PassageCall::Root;
using Methods = std::initializer_list<std::string_view>;

/// One thing that providers do and we only pass on.
struct Service {
  std::string_view pattern;
  Methods methods;
  std::string_view summary;
};

const std::initializer_list<Service> kOpenAi{
    {"/moderations", {"POST"}, "Have a text or an image judged by a moderation model"},
    {"/images/{rest*}", {"POST"}, "Make or change images"},
    {"/audio/{rest*}", {"GET", "POST"}, "Speak a text, or write speech down"},
    {"/files", {"GET", "POST"}, "List a provider's files, or give it one"},
    {"/files/{rest*}", {"GET", "POST", "DELETE"}, "Show, fetch or delete a provider's file"},
    {"/uploads", {"POST"}, "Begin to give a provider a file in parts"},
    {"/uploads/{rest*}", {"POST"}, "Give a part of a file, complete or cancel it"},
    {"/batches", {"GET", "POST"}, "List a provider's batches, or begin one"},
    {"/batches/{rest*}", {"GET", "POST"}, "Show or cancel a batch"}};

const std::initializer_list<Service> kAnthropic{
    {"/v1/messages/batches", {"GET", "POST"}, "List Anthropic's batches, or begin one"},
    {"/v1/messages/batches/{rest*}",
     {"GET", "POST", "DELETE"},
     "Show, cancel or delete a batch, or fetch its results"}};

const std::initializer_list<Service> kCohere{
    {"/v2/rerank",
     {"POST"},
     "Have documents put in order by how well they answer, in Cohere's way"},
    {"/v1/rerank", {"POST"}, "The same as it was first spelled"},
    {"/v1/tokenize", {"POST"}, "Have Cohere cut a text into its tokens"},
    {"/v1/detokenize", {"POST"}, "Have Cohere make a text of its tokens"},
    {"/v1/chat", {"POST"}, "Cohere's chat as it was first spelled"},
    {"/v1/embed", {"POST"}, "Cohere's vectors as they were first spelled"},
    {"/v1/classify", {"POST"}, "Have Cohere put texts into classes"}};

constexpr Service kRaw{"/p/{provider}/{rest*}",
                       {"GET", "POST", "PUT", "PATCH", "DELETE"},
                       "Whatever a provider's own API has, with our key put in"};

class Adder {
 public:
  Adder(std::vector<Route>& routes, async::Loop& loop, llm::Passage& passage)
      : routes_(routes), loop_(loop), passage_(passage) {}

  void add(std::string_view folder, const Service& service, Way way) {
    for (const auto method : service.methods) {
      routes_.push_back({.method = method,
                         .pattern = std::string(folder) + std::string(service.pattern),
                         .endpoint = std::make_unique<PassageEndpoint>(loop_, passage_, way),
                         .body = method == "GET" || method == "DELETE" ? Body::none : Body::bytes,
                         .description = describe(service)});
    }
  }

 private:
  static Description describe(const Service& service) {
    return {.summary = service.summary,
            .tag = "passage",
            .request_schema = "{}",
            .reply_schema = "{}",
            .reply_type = "*/*",
            .parameters = {{.name = "x-quorum-provider",
                            .in = "header",
                            .description = "Who is asked, where neither path nor model says it."}},
            .failures = {401, 404, 413, 502, 503, 504}};
  }

  std::vector<Route>& routes_;
  async::Loop& loop_;
  llm::Passage& passage_;
};

}  // namespace

void add_routes(std::vector<Route>& routes, async::Loop& loop, llm::Passage& passage) {
  Adder adder(routes, loop, passage);
  for (const auto& service : kOpenAi) {
    adder.add("/v1", service, {.root = Root::openai, .folders = 1});
    adder.add("/openai/v1", service, {.root = Root::openai, .folders = 2});
    adder.add("/openai", service, {.root = Root::openai, .folders = 1});
    adder.add("", service, {.root = Root::openai, .folders = 0});
  }
  for (const auto& service : kAnthropic) {
    adder.add("", service, {.root = Root::provider, .folders = 0, .provider = "anthropic"});
  }
  for (const auto& service : kCohere) {
    adder.add("", service, {.root = Root::provider, .folders = 0, .provider = "cohere"});
  }
  adder.add("", kRaw, {.root = Root::provider, .folders = 2});
}

}  // namespace quorum::api::passage
