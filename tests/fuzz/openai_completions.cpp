// Answers of OpenAI's old completions and their clients' requests, of any bytes.

#include "dialect.hpp"
#include "dialects/openai_completions/face.hpp"
#include "dialects/openai_completions/target.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace quorum;
  return fuzz::with_cut(data, size, [](std::string_view text, std::size_t cut) {
    fuzz::Dialect{openai_completions::face(), openai_completions::target()}.check(text, cut);
  });
}
