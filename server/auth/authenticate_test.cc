#include "auth/authenticate.h"

#include "base/limits.h"
#include "testing/rows.h"

namespace gatehouse::auth {
namespace {

using namespace testing;

http::Request with(const std::string& name, const std::string& value) {
  http::Request request;
  request.headers = {{name, value}};
  return request;
}

class AuthenticateTest : public TwoOrganizations {
 protected:
  void SetUp() override {
    TwoOrganizations::SetUp();
    if (!database) return;
    authenticator.emplace(*database, Keys::derive(std::string(32, 'k')));
    write([&](store::Transaction& tx) {
      program = add_service_user(tx, acme, "S");
      account = add_account(tx, "a@b.example").id;
    });
  }
  AccessKeyId add_key(std::optional<Timestamp> expires_at = {}) {
    AccessKey key;
    key.id = AccessKeyId::generate(now);
    key.organization_id = acme;
    key.service_user_id = program.id;
    key.expires_at = expires_at;
    key.created_at = now;
    write([&](store::Transaction& tx) {
      store::insert_access_key(tx, key, secret_hash("api secret"));
    });
    return key.id;
  }
  std::string token(AccessKeyId key) {
    return authenticator->issue_token(to_string(key), "api secret", now).token.text;
  }
  std::string start_session(bool is_password_change = false) {
    return write([&](store::Transaction& tx) {
      http::Request request = with("user-agent", std::string(300, 'u'));
      request.client_address = "203.0.113.7";
      return authenticator->start_session(tx, account, {is_password_change, now}, request, now)
          .secret;
    });
  }
  http::Request cookie(const std::string& secret) {
    return with("cookie", "x=1; " + std::string(session_cookie) + "=" + secret + "; y=2");
  }
  Code refusal(const http::Request& request, Timestamp at) {
    try {
      authenticator->authenticate(request, at);
    } catch (const Failure& failure) {
      return failure.code;
    }
    return Code::internal;
  }
  bool is_in(const http::Request& request, Timestamp at) {
    return refusal(request, at) != Code::unauthenticated;
  }

  std::optional<Authenticator> authenticator;
  ServiceUser program;
  AccountId account;
};
ON_EVERY_ENGINE(AuthenticateTest);

TEST_P(AuthenticateTest, without_credentials_it_is_nobody_and_two_kinds_are_refused) {
  EXPECT_EQ(authenticator->authenticate({}, now).kind, PrincipalKind::nobody);
  http::Request both = cookie("x");
  both.headers.emplace_back("authorization", "Bearer x");
  EXPECT_EQ(refusal(both, now), Code::invalid_input);
}

TEST_P(AuthenticateTest, a_token_tells_whose_key_it_is_until_it_ends) {
  const AccessKeyId key = add_key();
  const auto issued = authenticator->issue_token(to_string(key), "api secret", now);
  EXPECT_EQ(issued.token.lifetime, limits::token_lifetime);
  EXPECT_TRUE(issued.token.text.starts_with("gh_at_"));
  for (const char* scheme : {"Bearer ", "bearer ", "BEARER "}) {
    const auto principal =
        authenticator->authenticate(with("authorization", scheme + issued.token.text), now);
    EXPECT_EQ(principal.kind, PrincipalKind::service_user);
    EXPECT_EQ(principal.organization_id, acme);
    EXPECT_EQ(principal.service_user_id, program.id);
    EXPECT_EQ(principal.access_key_id, key);
  }
  const http::Request request = with("authorization", "Bearer " + issued.token.text);
  EXPECT_TRUE(is_in(request, now + limits::token_lifetime - 1ms));
  EXPECT_FALSE(is_in(request, now + limits::token_lifetime));
}

TEST_P(AuthenticateTest, an_altered_or_foreign_token_is_refused) {
  const std::string good = token(add_key());
  for (std::size_t i = 6; i < good.size(); ++i) {
    std::string altered = good;
    altered[i] = altered[i] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(is_in(with("authorization", "Bearer " + altered), now)) << i;
  }
  Authenticator other(*database, Keys::derive(std::string(32, 'o')));
  EXPECT_THROW(other.authenticate(with("authorization", "Bearer " + good), now), Failure);
  for (const char* text : {"", "Bearer", "Bearer ", "Basic eDp5", "Token x", "Bearer gh_at_", "x"})
    EXPECT_FALSE(is_in(with("authorization", std::string(text) + "x"), now)) << text;
}

TEST_P(AuthenticateTest, only_the_right_secret_of_an_active_key_gets_a_token) {
  const AccessKeyId key = add_key();
  const auto issue = [&](std::string_view id, std::string_view secret) {
    authenticator->issue_token(id, secret, now);
  };
  EXPECT_NO_THROW(issue(to_string(key), "api secret"));
  EXPECT_THROW(issue(to_string(key), "api secreT"), Failure);
  EXPECT_THROW(issue(to_string(key), ""), Failure);
  EXPECT_THROW(issue("no id", "api secret"), Failure);
  EXPECT_THROW(issue(to_string(AccessKeyId::generate(now)), "api secret"), Failure);
}

TEST_P(AuthenticateTest, a_switched_key_ends_its_tokens_for_good) {
  const AccessKeyId key = add_key();
  const http::Request request = with("authorization", "Bearer " + token(key));
  ASSERT_TRUE(is_in(request, now));
  const auto set = [&](UserStatus status) {
    write([&](store::Transaction& tx) {
      store::set_access_key_status(tx, acme, key, status, now, "SYSTEM");
    });
    authenticator->forget_access_key(key);
  };
  set(UserStatus::inactive);
  EXPECT_FALSE(is_in(request, now));
  EXPECT_THROW(token(key), Failure);
  set(UserStatus::active);
  EXPECT_FALSE(is_in(request, now)) << "of an older generation";
  EXPECT_TRUE(is_in(with("authorization", "Bearer " + token(key)), now));
}

TEST_P(AuthenticateTest, an_expiring_key_gives_tokens_that_end_with_it) {
  const AccessKeyId key = add_key(now + 90s);
  const auto issued = authenticator->issue_token(to_string(key), "api secret", now);
  EXPECT_EQ(issued.token.lifetime, 90s);
  const http::Request request = with("authorization", "Bearer " + issued.token.text);
  EXPECT_TRUE(is_in(request, now + 89s));
  EXPECT_FALSE(is_in(request, now + 90s));
  EXPECT_THROW(authenticator->issue_token(to_string(key), "api secret", now + 90s), Failure);
}

TEST_P(AuthenticateTest, the_first_use_in_a_minute_is_told) {
  const AccessKeyId key = add_key();
  const auto is_first = [&](Timestamp at) {
    return authenticator->issue_token(to_string(key), "api secret", at).is_first_use_in_minute;
  };
  EXPECT_TRUE(is_first(now));
  write([&](store::Transaction& tx) { store::record_access_key_use(tx, acme, key, now); });
  EXPECT_FALSE(is_first(now + 59s));
  EXPECT_TRUE(is_first(now + 60s));
}

TEST_P(AuthenticateTest, without_asking_the_database_only_what_is_cached_is_known) {
  const http::Request request = with("authorization", "Bearer " + token(add_key()));
  Authenticator fresh(*database, Keys::derive(std::string(32, 'k')));
  EXPECT_FALSE(fresh.authenticate_cached(request, now));
  EXPECT_FALSE(fresh.authenticate_cached(cookie(start_session()), now));
  fresh.authenticate(request, now);
  if (GetParam() == store::Engine::sqlite) {  // elsewhere the lease may have ended meanwhile
    ASSERT_TRUE(fresh.authenticate_cached(request, now));
    EXPECT_EQ(fresh.authenticate_cached(request, now)->service_user_id, program.id);
  }
}

TEST_P(AuthenticateTest, a_session_tells_its_account_and_what_it_is_for) {
  const std::string secret = start_session(true);
  EXPECT_TRUE(secret.starts_with("gh_se_"));
  const auto principal = authenticator->authenticate(cookie(secret), now + 1s);
  EXPECT_EQ(principal.kind, PrincipalKind::account);
  EXPECT_EQ(principal.account_id, account);
  EXPECT_TRUE(principal.is_password_change);
  EXPECT_EQ(principal.session_secret, secret);
  EXPECT_EQ(principal.authenticated_at, now);
  EXPECT_EQ(principal.session_expires_at, now + limits::session_absolute);
  const auto row =
      read([&](store::Transaction& tx) { return store::find_session(tx, secret_hash(secret)); });
  EXPECT_EQ(row->source_address, "203.0.113.7");
  EXPECT_EQ(row->user_agent.size(), 256u) << "cut";
  EXPECT_FALSE(is_in(cookie(secret + "x"), now));
}

TEST_P(AuthenticateTest, a_session_ends_when_idle_and_after_half_a_day_in_any_case) {
  const std::string idle = start_session();
  EXPECT_TRUE(is_in(cookie(idle), now + limits::session_idle - 1ms));
  const std::string unused = start_session();
  EXPECT_FALSE(is_in(cookie(unused), now + limits::session_idle));
  const std::string used = start_session();
  Timestamp at = now;
  for (; at < now + limits::session_absolute; at += 20min) EXPECT_TRUE(is_in(cookie(used), at));
  EXPECT_FALSE(is_in(cookie(used), now + limits::session_absolute));
}

TEST_P(AuthenticateTest, use_is_written_once_a_minute) {
  const std::string secret = start_session();
  const auto last_seen = [&] {
    return read([&](store::Transaction& tx) {
      return store::find_session(tx, secret_hash(secret))->last_seen_at;
    });
  };
  authenticator->authenticate(cookie(secret), now + 59s);
  EXPECT_EQ(last_seen(), now);
  authenticator->authenticate(cookie(secret), now + 60s);
  EXPECT_EQ(last_seen(), now + 60s);
}

TEST_P(AuthenticateTest, a_session_that_was_removed_is_refused_at_the_next_request) {
  const std::string first = start_session(), second = start_session();
  EXPECT_TRUE(is_in(cookie(first), now) && is_in(cookie(second), now));
  write([&](store::Transaction& tx) { store::remove_session(tx, secret_hash(first)); });
  authenticator->forget_session(first);
  EXPECT_FALSE(is_in(cookie(first), now));
  EXPECT_TRUE(is_in(cookie(second), now));
  write([&](store::Transaction& tx) { store::remove_sessions(tx, account); });
  authenticator->forget_sessions(account);
  EXPECT_FALSE(is_in(cookie(second), now));
}

TEST_P(AuthenticateTest, a_csrf_token_belongs_to_one_session) {
  EXPECT_EQ(authenticator->csrf_token("one"), authenticator->csrf_token("one"));
  EXPECT_NE(authenticator->csrf_token("one"), authenticator->csrf_token("two"));
}

TEST(Cookies, the_right_one_is_found_among_others) {
  EXPECT_EQ(cookie_of(with("cookie", "a=1; b=2"), "b"), "2");
  EXPECT_EQ(cookie_of(with("cookie", "b=2;a=1"), "b"), "2");
  EXPECT_EQ(cookie_of(with("cookie", "bb=1; b=x=y"), "b"), "x=y");
  EXPECT_EQ(cookie_of(with("cookie", "b"), "b"), "");
  EXPECT_EQ(cookie_of(with("cookie", "ab=1"), "b"), "");
  EXPECT_EQ(cookie_of({}, "b"), "");
}

TEST(Cookies, a_session_cookie_is_for_this_host_over_tls_and_not_for_scripts) {
  EXPECT_EQ(set_cookie("s", std::chrono::seconds(60)),
            "__Host-gatehouse=s; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=60");
  EXPECT_TRUE(clear_cookie().starts_with("__Host-gatehouse=; "));
  EXPECT_TRUE(clear_cookie().ends_with("Max-Age=0"));
}

TEST(Secrets, have_256_random_bits_behind_a_recognizable_start) {
  const std::string secret = make_secret("inv");
  EXPECT_TRUE(secret.starts_with("gh_inv_"));
  EXPECT_EQ(from_base64url(secret.substr(7)).size(), 32u);
  EXPECT_NE(make_secret("inv"), secret);
  EXPECT_EQ(secret_hash("abc"), to_hex(sha256("abc")));
}

}  // namespace
}  // namespace gatehouse::auth
