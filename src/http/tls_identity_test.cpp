#include "http/tls_identity.hpp"

#include <gtest/gtest.h>
#include <openssl/ssl.h>

#include <array>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <utility>

#include "async/memory_stream.hpp"
#include "async/scope.hpp"
#include "http/tls.hpp"
#include "http/tls_fixture.hpp"
#include "testkit/run.hpp"

namespace quorum::http {
namespace {

using Stream = std::unique_ptr<async::ByteStream>;

TlsIdentityConfig config_of(std::initializer_list<const Certificate*> certificates) {
  TlsIdentityConfig config;
  for (const auto* files : certificates) {
    config.certificates.push_back({.certificate = files->certificate(), .key = files->key()});
  }
  return config;
}

Task<> keep(Task<Result<Stream>> task, Result<Stream>* result) {
  *result = co_await std::move(task);
}

/// Whether a client gets through to `host`, and hears something.
Task<bool> reaches(async::Loop* loop, Tls* server, Tls* client, std::string host) {
  auto [left, right] = async::memory_pair(*loop);
  Result<Stream> ours;
  Result<Stream> theirs;
  {
    async::Scope scope(*loop);
    scope.spawn(keep(server->accept(std::move(left)), &ours));
    scope.spawn(keep(client->connect(std::move(right), std::move(host)), &theirs));
    co_await scope.join();
  }
  if (!ours || !theirs) co_return false;
  const std::array<std::string_view, 1> pieces{"hello"};
  EXPECT_TRUE(co_await (*ours)->write(pieces));
  std::array<char, 8> got{};
  const auto size = co_await (*theirs)->read(got);
  co_return size && *size == 5;
}

bool gets_through(TlsIdentity& identity, const Certificate& trusted, const std::string& host) {
  // Kept by a pointer that owns nothing: the identity is the test's.
  const std::shared_ptr<TlsIdentity> ours(&identity, [](TlsIdentity*) {});
  return testkit::run([&](async::Loop& loop) -> Task<bool> {
    const auto server = Tls::server(ours);
    const auto client = *Tls::client(Tls::Verify::yes, trusted.certificate());
    co_return co_await reaches(&loop, server.get(), client.get(), host);
  });
}

TEST(TlsIdentity, HasACertificateForEachName) {
  const Certificate main;
  const Certificate other("DNS:other.test");
  const Certificate wild("DNS:*.wild.test");
  const auto identity = *TlsIdentity::load(config_of({&main, &other, &wild}));
  EXPECT_TRUE(gets_through(*identity, main, "localhost"));
  EXPECT_TRUE(gets_through(*identity, main, "127.0.0.1"));
  EXPECT_TRUE(gets_through(*identity, other, "OTHER.test"));
  EXPECT_TRUE(gets_through(*identity, wild, "a.wild.test"));
  EXPECT_FALSE(gets_through(*identity, wild, "a.b.wild.test"));
  EXPECT_FALSE(gets_through(*identity, other, "localhost"));
}

TEST(TlsIdentity, ReadsItsFilesAnewAndKeepsWhatWasWhereTheyAreBroken) {
  const Certificate before;
  const Certificate after("DNS:after.test");
  const auto identity = *TlsIdentity::load(config_of({&before}));
  EXPECT_FALSE(identity->has_changed());
  std::filesystem::copy_file(after.key(), before.key(),
                             std::filesystem::copy_options::overwrite_existing);
  EXPECT_TRUE(identity->has_changed());
  const auto broken = identity->reload();
  ASSERT_FALSE(broken);
  EXPECT_TRUE(broken.error().message.contains(before.key()));
  EXPECT_FALSE(identity->has_changed());  // It is not tried again until it changes again.
  const auto former = identity->context();
  std::filesystem::copy_file(after.certificate(), before.certificate(),
                             std::filesystem::copy_options::overwrite_existing);
  EXPECT_TRUE(identity->has_changed());
  ASSERT_TRUE(identity->reload());
  EXPECT_NE(identity->context(), former);
  EXPECT_TRUE(gets_through(*identity, after, "after.test"));
}

/// Whether a second and a third handshake of one client went on with its session.
bool is_resumed(TlsIdentity& identity, const Certificate& trusted) {
  const std::shared_ptr<TlsIdentity> ours(&identity, [](TlsIdentity*) {});
  return testkit::run([&](async::Loop& loop) -> Task<bool> {
    // Two servers of one identity, as on two loops.
    const auto first = Tls::server(ours);
    const auto second = Tls::server(ours);
    const auto client = *Tls::client(Tls::Verify::yes, trusted.certificate());
    const auto resumed = [&] { return SSL_CTX_sess_hits(identity.context().get()); };
    EXPECT_TRUE(co_await reaches(&loop, first.get(), client.get(), "localhost"));
    EXPECT_EQ(resumed(), 0);
    EXPECT_TRUE(co_await reaches(&loop, second.get(), client.get(), "localhost"));
    const auto once = resumed();
    EXPECT_TRUE(co_await reaches(&loop, first.get(), client.get(), "localhost"));
    co_return once == 1 && resumed() == 2;
  });
}

TEST(TlsIdentity, LetsSessionsGoOnAtEveryLoop) {
  const Certificate files;
  const auto identity = *TlsIdentity::load(config_of({&files}));
  EXPECT_TRUE(is_resumed(*identity, files));
}

}  // namespace
}  // namespace quorum::http
