#include "providers/llama/tiny_model.hpp"

#include <ggml.h>
#include <gguf.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <memory>
#include <random>
#include <span>

namespace quorum::llama {
namespace {

constexpr std::uint32_t kWidth = 32;
constexpr std::uint32_t kHidden = 64;

struct FreeGguf {
  void operator()(gguf_context* file) const { gguf_free(file); }
};
using Gguf = std::unique_ptr<gguf_context, FreeGguf>;

/// Files of this process, removed when it ends.
class Folder {
 public:
  Folder()
      : path_(std::filesystem::temp_directory_path() /
              ("quorum-tiny-model-" + std::to_string(getpid()))) {
    std::filesystem::create_directories(path_);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() { std::filesystem::remove_all(path_); }
  std::string file(const char* name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
};

void add_tensor(ggml_context* tensors, gguf_context* file, const std::string& name, int width,
                int rows, float spread, std::mt19937& random) {
  ggml_tensor* tensor = rows == 1 ? ggml_new_tensor_1d(tensors, GGML_TYPE_F32, width)
                                  : ggml_new_tensor_2d(tensors, GGML_TYPE_F32, width, rows);
  ggml_set_name(tensor, name.c_str());
  std::normal_distribution<float> weight(0, 1);
  const std::span values(static_cast<float*>(tensor->data),
                         static_cast<std::size_t>(ggml_nelements(tensor)));
  for (float& value : values) value = rows == 1 ? 1 : spread * weight(random);
  gguf_add_tensor(file, tensor);
}

void write_model(const std::string& path, bool has_template) {
  const Gguf words(
      gguf_init_from_file(QUORUM_LLAMA_DIR "/vocabulary.gguf", {.no_alloc = true, .ctx = nullptr}));
  ASSERT_TRUE(words) << "no vocabulary: run tools/build_llama";
  const Gguf file(gguf_init_empty());
  gguf_set_kv(file.get(), words.get());
  gguf_set_val_str(file.get(), "general.architecture", "llama");
  gguf_set_val_u32(file.get(), "llama.context_length", TinyModel::kContextTokens);
  gguf_set_val_u32(file.get(), "llama.embedding_length", kWidth);
  gguf_set_val_u32(file.get(), "llama.block_count", 1);
  gguf_set_val_u32(file.get(), "llama.feed_forward_length", kHidden);
  gguf_set_val_u32(file.get(), "llama.attention.head_count", 2);
  gguf_set_val_u32(file.get(), "llama.attention.head_count_kv", 1);
  gguf_set_val_u32(file.get(), "llama.rope.dimension_count", kWidth / 2);
  gguf_set_val_f32(file.get(), "llama.attention.layer_norm_rms_epsilon", 1e-5F);
  gguf_remove_key(file.get(), "tokenizer.chat_template");
  if (has_template) {
    gguf_set_val_str(file.get(), "tokenizer.chat_template",
                     "{% for message in messages %}<|im_start|>{{ message.role }}<|im_end|>");
  }
  const auto key = gguf_find_key(file.get(), "tokenizer.ggml.tokens");
  const int rows = static_cast<int>(gguf_get_arr_n(file.get(), key));

  const std::unique_ptr<ggml_context, decltype(&ggml_free)> tensors(
      ggml_init({.mem_size = 64 << 20, .mem_buffer = nullptr, .no_alloc = false}), &ggml_free);
  std::mt19937 random(1);
  const auto add = [&](const std::string& name, int width, int height, float spread) {
    add_tensor(tensors.get(), file.get(), name, width, height, spread, random);
  };
  add("token_embd.weight", kWidth, rows, 0.5F);
  add("output_norm.weight", kWidth, 1, 0);
  const std::string block = "blk.0.";
  add(block + "attn_norm.weight", kWidth, 1, 0);
  add(block + "attn_q.weight", kWidth, kWidth, 0.2F);
  add(block + "attn_k.weight", kWidth, kWidth / 2, 0.2F);
  add(block + "attn_v.weight", kWidth, kWidth / 2, 0.2F);
  add(block + "attn_output.weight", kWidth, kWidth, 0.2F);
  add(block + "ffn_norm.weight", kWidth, 1, 0);
  add(block + "ffn_gate.weight", kWidth, kHidden, 0.2F);
  add(block + "ffn_up.weight", kWidth, kHidden, 0.2F);
  add(block + "ffn_down.weight", kHidden, kWidth, 0.2F);
  ASSERT_TRUE(gguf_write_to_file(file.get(), path.c_str(), /*only_meta=*/false));
}

std::string written_once(const char* name, bool has_template) {
  static const Folder folder;
  const std::string path = folder.file(name);
  if (!std::filesystem::exists(path)) write_model(path, has_template);
  return path;
}

TEST(TinyModel, IsWrittenWhole) {
  EXPECT_GT(std::filesystem::file_size(TinyModel::file()), 4'000'000u);
}

}  // namespace

std::string TinyModel::file() { return written_once("tiny.gguf", true); }

std::string TinyModel::file_without_template() { return written_once("base.gguf", false); }

}  // namespace quorum::llama
