// Cohere's answers and its clients' requests, of any bytes, its first version's too.

#include "dialect.hpp"
#include "dialects/cohere/embed.hpp"
#include "dialects/cohere/face.hpp"
#include "dialects/cohere/target.hpp"
#include "dialects/cohere/v1.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace quorum;
  return fuzz::with_cut(data, size, [](std::string_view text, std::size_t cut) {
    fuzz::Dialect{cohere::face(), cohere::target()}.check(text, cut);
    cohere::V1StreamReader old{"acme"};
    (void)fuzz::hear(old, {text});
    (void)cohere::read_v1_reply("acme", text);
    (void)cohere::read_embeddings("acme", text);
    (void)cohere::read_embed(text);
  });
}
