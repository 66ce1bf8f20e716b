#include "store/invitations.h"

#include "store/outbox.h"
#include "testing/rows.h"

namespace gatehouse::store {
namespace {

using namespace testing;

class InvitationsTest : public TwoOrganizations {
 protected:
  Invitation make(OrganizationId organization, const std::string& email) const {
    Invitation invitation;
    invitation.id = InvitationId::generate(now);
    invitation.organization_id = organization;
    invitation.email = invitation.email_key = email;
    invitation.first_name = "Nora";
    invitation.last_name = "Nobody";
    invitation.expires_at = now + 24h;
    invitation.sent_at = invitation.created_at = invitation.modified_at = now;
    invitation.created_by = invitation.modified_by = "SYSTEM";
    return invitation;
  }
  Invitation add(OrganizationId organization, const std::string& email) {
    const Invitation invitation = make(organization, email);
    write([&](Transaction& tx) {
      insert_invitation(tx, invitation, "hash of " + to_string(invitation.id));
    });
    return invitation;
  }
  std::optional<Invitation> find(OrganizationId organization, InvitationId id) {
    return find_at(organization, id, now);
  }
  std::optional<Invitation> find_at(OrganizationId organization, InvitationId id, Timestamp at) {
    return read([&](Transaction& tx) { return find_invitation(tx, organization, id, at); });
  }
  bool end(OrganizationId organization, InvitationId id, InvitationStatus status, Timestamp at) {
    return write(
        [&](Transaction& tx) { return end_invitation(tx, organization, id, status, at, "ender"); });
  }
};
ON_EVERY_ENGINE(InvitationsTest);

TEST_P(InvitationsTest, an_invitation_reads_back_as_written_by_id_and_by_secret) {
  const auto [inviter, policy, group] = write([&](Transaction& tx) {
    User admin = add_user(tx, acme, "admin@b.example");
    admin.full_name = "Nora B. Nobody";
    EXPECT_TRUE(update_user(tx, admin));
    return std::tuple(admin, add_policy(tx, acme, "P"), add_group(tx, acme, "G"));
  });
  Invitation written = make(acme, "grace@example.com");
  written.email = "Grace@Example.com";
  written.contact_number = "+1 2";
  written.company = "Navy";
  written.is_m3ter_user = true;
  written.end_at = now + 240h;
  written.created_by = written.modified_by = to_string(inviter.id);
  written.policy_ids = {policy.id};
  written.group_ids = {group.id};
  write([&](Transaction& tx) { insert_invitation(tx, written, "secret"); });
  written.inviter_id = to_string(inviter.id);
  written.inviter_name = "Nora B. Nobody";
  written.end_text = to_string(now + 240h);
  read([&](Transaction& tx) {
    for (const auto& found : {find_invitation(tx, acme, written.id, now),
                              find_invitation_by_secret(tx, "secret", now)}) {
      ASSERT_TRUE(found);
      EXPECT_EQ(to_json(*found), to_json(written));
      EXPECT_EQ(found->organization_id, acme);
      EXPECT_EQ(found->email_key, "grace@example.com");
      EXPECT_EQ(found->end_at, written.end_at);
    }
    EXPECT_FALSE(find_invitation_by_secret(tx, "other", now));
  });
}

TEST_P(InvitationsTest, the_newest_mail_tells_the_delivery) {
  const Invitation invitation = add(acme, "a@b.example");
  const auto mail = [&](const char* id, Timestamp at) {
    write([&](Transaction& tx) {
      insert_mail(tx, {.id = id,
                       .organization_id = acme,
                       .subject_id = to_string(invitation.id),
                       .recipient = "a@b.example",
                       .message = "{}",
                       .message_id = id,
                       .created_at = at,
                       .expires_at = at + 1h});
    });
  };
  EXPECT_EQ(find(acme, invitation.id)->delivery, Delivery::none);
  mail("first", now);
  write([&](Transaction& tx) { mark_mail_sent(tx, "first", now); });
  EXPECT_EQ(find(acme, invitation.id)->delivery, Delivery::sent);
  mail("second", now + 1s);
  EXPECT_EQ(find(acme, invitation.id)->delivery, Delivery::queued);
}

TEST_P(InvitationsTest, another_organization_neither_finds_ends_nor_renews_it) {
  const Invitation invitation = add(acme, "a@b.example");
  EXPECT_FALSE(find(globex, invitation.id));
  EXPECT_FALSE(find(acme, InvitationId::generate(now)));
  EXPECT_FALSE(end(globex, invitation.id, InvitationStatus::cancelled, now));
  EXPECT_FALSE(write([&](Transaction& tx) {
    return renew_invitation(tx, globex, invitation.id, "x", now + 1h, now, "y");
  }));
  EXPECT_EQ(write([&](Transaction& tx) {
              return supersede_invitations(tx, globex, "a@b.example", now, "y");
            }),
            0);
  EXPECT_EQ(find(acme, invitation.id)->status, InvitationStatus::pending);
}

TEST_P(InvitationsTest, it_cannot_promise_what_belongs_to_another_organization) {
  const auto [policy, group] = write([&](Transaction& tx) {
    return std::pair(add_policy(tx, globex, "P"), add_group(tx, globex, "G"));
  });
  Invitation with_policy = make(acme, "a@b.example");
  with_policy.policy_ids = {policy.id};
  EXPECT_EQ(failure_of([&](Transaction& tx) { insert_invitation(tx, with_policy, "1"); }),
            Code::conflict);
  Invitation with_group = make(acme, "a@b.example");
  with_group.group_ids = {group.id};
  EXPECT_EQ(failure_of([&](Transaction& tx) { insert_invitation(tx, with_group, "2"); }),
            Code::conflict);
}

TEST_P(InvitationsTest, of_several_who_answer_at_once_one_is_heard) {
  const Invitation invitation = add(acme, "a@b.example");
  EXPECT_EQ(winners(6,
                    [&](Transaction& tx) {
                      return end_invitation(tx, acme, invitation.id, InvitationStatus::accepted,
                                            now + 1s, "invited");
                    }),
            1);
  const auto found = find(acme, invitation.id);
  EXPECT_EQ(found->status, InvitationStatus::accepted);
  EXPECT_TRUE(found->is_accepted);
  EXPECT_EQ(found->version, 2);
  EXPECT_EQ(found->modified_at, now + 1s);
  EXPECT_EQ(found->modified_by, "invited");
  EXPECT_FALSE(end(acme, invitation.id, InvitationStatus::cancelled, now));
}

TEST_P(InvitationsTest, past_its_expiry_it_can_be_cancelled_but_not_answered) {
  const Invitation invitation = add(acme, "a@b.example");
  const Timestamp late = invitation.expires_at;
  EXPECT_EQ(find_at(acme, invitation.id, late - 1ms)->status, InvitationStatus::pending);
  EXPECT_EQ(find_at(acme, invitation.id, late)->status, InvitationStatus::expired);
  EXPECT_FALSE(end(acme, invitation.id, InvitationStatus::accepted, late));
  EXPECT_FALSE(end(acme, invitation.id, InvitationStatus::declined, late));
  EXPECT_TRUE(end(acme, invitation.id, InvitationStatus::cancelled, late));
}

TEST_P(InvitationsTest, a_renewed_one_has_a_new_secret_and_expiry_and_the_old_is_dead) {
  const Invitation invitation = add(acme, "a@b.example");
  const Timestamp late = invitation.expires_at + 1h;
  EXPECT_TRUE(write([&](Transaction& tx) {
    return renew_invitation(tx, acme, invitation.id, "new", late + 24h, late, "renewer");
  })) << "an expired one too";
  read([&](Transaction& tx) {
    EXPECT_FALSE(find_invitation_by_secret(tx, "hash of " + to_string(invitation.id), late));
    const auto found = find_invitation_by_secret(tx, "new", late);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->status, InvitationStatus::pending);
    EXPECT_EQ(found->expires_at, late + 24h);
    EXPECT_EQ(found->sent_at, late);
    EXPECT_EQ(found->version, 2);
    EXPECT_EQ(found->modified_by, "renewer");
  });
  end(acme, invitation.id, InvitationStatus::declined, late);
  EXPECT_FALSE(write([&](Transaction& tx) {
    return renew_invitation(tx, acme, invitation.id, "newer", late + 24h, late, "renewer");
  }));
}

TEST_P(InvitationsTest, a_newer_one_supersedes_what_is_pending_for_the_address) {
  const Invitation first = add(acme, "a@b.example");
  const Invitation declined = add(acme, "a@b.example");
  end(acme, declined.id, InvitationStatus::declined, now);
  const Invitation other = add(acme, "other@b.example");
  const Invitation elsewhere = add(globex, "a@b.example");
  EXPECT_EQ(write([&](Transaction& tx) {
              return supersede_invitations(tx, acme, "a@b.example", now + 1s, "by");
            }),
            1);
  EXPECT_EQ(find(acme, first.id)->status, InvitationStatus::superseded);
  EXPECT_EQ(find(acme, declined.id)->status, InvitationStatus::declined);
  EXPECT_EQ(find(acme, other.id)->status, InvitationStatus::pending);
  EXPECT_EQ(find(globex, elsewhere.id)->status, InvitationStatus::pending);
}

TEST_P(InvitationsTest, pages_are_newest_first_and_new_ones_shift_nothing) {
  std::vector<InvitationId> newest_first;
  for (const char* email : {"a@b.example", "b@b.example", "c@b.example"})
    newest_first.insert(newest_first.begin(), add(acme, email).id);
  add(globex, "d@b.example");
  const auto paged = every_page(
      2,
      [&](const PageRequest& page) {
        return read([&](Transaction& tx) { return list_invitations(tx, acme, {}, page, now); });
      },
      [&] { add(acme, "late@b.example"); });
  EXPECT_EQ(ids_of(paged), newest_first);
}

TEST_P(InvitationsTest, lists_are_filtered_by_text_and_by_state_at_the_time) {
  const Invitation pending = add(acme, "under_score@b.example");
  const Invitation accepted = add(acme, "underXscore@b.example");
  end(acme, accepted.id, InvitationStatus::accepted, now);
  const auto found = [&](const InvitationFilter& filter, Timestamp at) {
    return read([&](Transaction& tx) {
      const auto ids = ids_of(list_invitations(tx, acme, filter, {}, at).data);
      EXPECT_EQ(count_invitations(tx, acme, filter, at), static_cast<std::int64_t>(ids.size()));
      return ids;
    });
  };
  using Ids = std::vector<InvitationId>;
  const Timestamp late = pending.expires_at;
  EXPECT_EQ(found({.text = "UNDER_S"}, now), Ids{pending.id});
  EXPECT_EQ(found({.text = "nora nobody"}, now), (Ids{accepted.id, pending.id}));
  EXPECT_EQ(found({.status = InvitationStatus::pending}, now), Ids{pending.id});
  EXPECT_EQ(found({.status = InvitationStatus::pending}, late), Ids{});
  EXPECT_EQ(found({.status = InvitationStatus::expired}, late), Ids{pending.id});
  EXPECT_EQ(found({.status = InvitationStatus::accepted}, late), Ids{accepted.id});
}

}  // namespace
}  // namespace gatehouse::store
