#include "app/keyring.hpp"

#include <utility>
#include <vector>

#include "async/scope.hpp"
#include "core/sha256.hpp"
#include "core/try.hpp"
#include "govern/watch.hpp"
#include "store/sqlite/keys.hpp"

namespace quorum::app {
namespace {

std::vector<Sha256Digest> hashes_of(const std::vector<Secret>& keys) {
  Sha256Machine machine;
  std::vector<Sha256Digest> hashes;
  hashes.reserve(keys.size());
  for (const auto& key : keys) hashes.push_back(machine.digest(key.reveal()));
  return hashes;
}

class FollowedKeyring final : public Keyring {
 public:
  FollowedKeyring(async::Loop& loop, std::unique_ptr<store::Keys> keys,
                  std::vector<Sha256Digest> masters)
      : keys_(std::move(keys)), watch_(loop, *keys_, std::move(masters)), following_(loop) {}

  Task<Result<>> load() { return watch_.load(); }
  void follow() { following_.spawn(watch_.run()); }
  const govern::Board& board() const override { return watch_.board(); }

 private:
  std::unique_ptr<store::Keys> keys_;
  govern::Watch watch_;
  async::Scope following_;
};

}  // namespace

std::string database_path(const Config& config) { return config.data_dir + "/debates.db"; }

Result<std::unique_ptr<Keyring>> Keyring::open(async::Loop& loop, const Config& config) {
  QUORUM_TRY(auto keys, store::sqlite::open_keys({.path = database_path(config)}));
  auto keyring =
      std::make_unique<FollowedKeyring>(loop, std::move(keys), hashes_of(config.master_keys));
  QUORUM_CHECK(loop.run_until_done(keyring->load()));
  keyring->follow();
  return keyring;
}

}  // namespace quorum::app
