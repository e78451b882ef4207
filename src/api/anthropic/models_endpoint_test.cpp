#include "api/anthropic/models_endpoint.hpp"

#include "api/anthropic/fixture.hpp"

namespace quorum::api::anthropic {
namespace {

class AnthropicModels : public AnthropicFixture {
 protected:
  AnthropicModels() { headers_.add("anthropic-version", "2023-06-01"); }
};

TEST_F(AnthropicModels, AreListedInPages) {
  const auto all = ask("GET", "/v1/models").body;
  EXPECT_NE(all.find(R"("has_more":false)"), std::string::npos) << all;
  EXPECT_NE(all.find(R"("type":"model","id":"m")"), std::string::npos) << all;
  const auto first = ask("GET", "/v1/models?limit=1").body;
  EXPECT_NE(first.find(R"("has_more":true)"), std::string::npos) << first;
  EXPECT_EQ(error_in(ask("GET", "/v1/models?limit=x")), "400 invalid_request_error");
}

TEST_F(AnthropicModels, OneIsShownByItsNameWithSlashes) {
  EXPECT_NE(ask("GET", "/v1/models/vendor/m:8b").body.find(R"("id":"vendor/m:8b")"),
            std::string::npos);
  EXPECT_EQ(error_in(ask("GET", "/v1/models/none")), "404 not_found_error");
}

}  // namespace
}  // namespace quorum::api::anthropic
