-- Made from server/store/migrations by `gatehouse schema`. Do not edit.

CREATE TABLE access_keys (
  organization_id text not null,
  id text not null,
  service_user_id text not null,
  secret_hash text not null,              -- SHA-256, hexadecimal: the secret has 256 random bits
  is_active bigint not null,
  generation bigint not null,             -- in each token; +1 kills the tokens issued before
  expires_at bigint,
  last_used_at bigint,
  version bigint not null,
  created_at bigint not null,
  modified_at bigint not null,
  created_by text not null,
  modified_by text not null,
  primary key (organization_id, id),
  unique (id),
  foreign key (organization_id, service_user_id) references service_users (organization_id, id)
    on delete cascade
);

CREATE TABLE account_links (
  hash text primary key,                  -- SHA-256 of the secret, hexadecimal
  purpose text not null,
  account_id text not null references accounts (id) on delete cascade,
  created_at bigint not null,
  expires_at bigint not null,
  used_at bigint
);

CREATE TABLE accounts (
  id text primary key,
  email text not null,                    -- as typed; email_key decides who is who
  email_key text not null unique,
  first_name text not null,
  last_name text not null,
  contact_number text not null,
  password_hash text,                     -- Argon2id string; null until a password is chosen
  password_changed_at bigint,
  first_accepted_terms_at bigint,
  last_accepted_terms_at bigint,
  last_sign_in_at bigint,
  version bigint not null,
  created_at bigint not null,
  modified_at bigint not null
);

CREATE TABLE applications (
  organization_id text not null references organizations (id),
  id text not null,
  service text not null,
  name text not null,
  types text not null,                    -- JSON array of names
  actions text not null,                  -- JSON array of names
  version bigint not null,
  created_at bigint not null,
  modified_at bigint not null,
  created_by text not null,
  modified_by text not null,
  primary key (organization_id, id),
  unique (organization_id, service)
);

CREATE TABLE attempts (
  subject text primary key,               -- "account:<e-mail key>" or "network:<prefix>"
  count bigint not null,
  window_started_at bigint not null
);

CREATE TABLE audit_events (
  organization_id text not null references organizations (id),
  event_index bigint not null,
  id text not null,
  time bigint not null,
  actor_type text not null,
  actor_id text not null,
  actor_name text not null,
  action text not null,
  target_type text not null,
  target_id text not null,
  target_name text not null,
  outcome text not null,
  source_address text not null,
  request_id text not null,
  details text not null,
  leaf_hash text not null,
  primary key (organization_id, event_index),
  unique (organization_id, id)
);

CREATE TABLE directory_changes (
  organization_id text not null references organizations (id),
  epoch bigint not null,
  kind text not null,
  target_id text not null,
  created_at bigint not null,
  primary key (organization_id, epoch, kind, target_id)
);

CREATE TABLE idempotency_keys (
  organization_id text not null references organizations (id),
  principal_id text not null,
  idempotency_key text not null,
  request_hash text not null,
  response text not null,                 -- sealed: an answer may hold a secret shown once
  created_at bigint not null,
  primary key (organization_id, principal_id, idempotency_key)
);

CREATE TABLE invitation_groups (
  organization_id text not null,
  invitation_id text not null,
  group_id text not null,
  primary key (organization_id, invitation_id, group_id),
  foreign key (organization_id, invitation_id) references invitations (organization_id, id)
    on delete cascade,
  foreign key (organization_id, group_id) references resource_groups (organization_id, id)
    on delete cascade
);

CREATE TABLE invitation_policies (
  organization_id text not null,
  invitation_id text not null,
  policy_id text not null,
  primary key (organization_id, invitation_id, policy_id),
  foreign key (organization_id, invitation_id) references invitations (organization_id, id)
    on delete cascade,
  foreign key (organization_id, policy_id) references permission_policies (organization_id, id)
    on delete cascade
);

CREATE TABLE invitations (
  organization_id text not null references organizations (id),
  id text not null,
  email text not null,
  email_key text not null,
  first_name text not null,
  last_name text not null,
  contact_number text not null,
  is_m3ter_user bigint not null,
  secret_hash text not null unique,       -- SHA-256 of the mailed secret, hexadecimal
  status text not null,                   -- PENDING, ACCEPTED, DECLINED, CANCELLED, SUPERSEDED
  expires_at bigint not null,
  end_at bigint,
  sent_at bigint not null,
  search_text text not null,
  version bigint not null,
  created_at bigint not null,
  modified_at bigint not null,
  created_by text not null,
  modified_by text not null, company text,
  primary key (organization_id, id)
);

CREATE TABLE organizations (
  id text primary key,
  name text not null,
  short_name text not null,
  type text not null,                     -- PRODUCTION, SANDBOX
  status text not null,                   -- ACTIVE, ARCHIVED
  time_zone text not null,
  support_end_at bigint,
  support_statements text not null,
  support_version bigint not null,
  epoch bigint not null,                  -- +1 with each change; updating it is the organization's lock
  audit_size bigint not null,             -- events so far = next index
  audit_frontier text not null,           -- roots of the complete subtrees, hexadecimal, RFC 6962
  version bigint not null,
  created_at bigint not null,
  modified_at bigint not null,
  created_by text not null,
  modified_by text not null
);

CREATE TABLE outbox (
  id text primary key,
  organization_id text references organizations (id),
  subject_id text not null,               -- the invitation or account that the mail is about
  recipient text not null,
  message text,                           -- JSON: subject, text, html
  message_id text not null,
  status text not null,                   -- queued, sent, failed
  attempts bigint not null,
  next_attempt_at bigint not null,
  expires_at bigint not null,             -- after which sending would be useless
  created_at bigint not null,
  delivered_at bigint,
  last_error text not null
);

CREATE TABLE permission_policies (
  organization_id text not null references organizations (id),
  id text not null,
  name text not null,
  name_key text not null,
  is_managed bigint not null,
  statements text not null,
  version bigint not null,
  created_at bigint not null,
  modified_at bigint not null,
  created_by text not null,
  modified_by text not null,
  primary key (organization_id, id),
  unique (organization_id, name_key)
);

CREATE TABLE principal_permissions (
  organization_id text not null,
  id text not null,
  policy_id text not null,
  principal_type text not null,           -- USER, USERGROUP, SERVICEUSER, SUPPORTUSERS
  principal_id text not null,
  user_id text,
  group_id text,
  service_user_id text,
  created_at bigint not null,
  created_by text not null,
  primary key (organization_id, id),
  unique (organization_id, policy_id, principal_type, principal_id),
  foreign key (organization_id, policy_id) references permission_policies (organization_id, id)
    on delete cascade,
  foreign key (organization_id, user_id) references users (organization_id, id) on delete cascade,
  foreign key (organization_id, group_id) references resource_groups (organization_id, id)
    on delete cascade,
  foreign key (organization_id, service_user_id) references service_users (organization_id, id)
    on delete cascade
);

CREATE TABLE resource_group_items (
  organization_id text not null,
  group_id text not null,
  target_type text not null,              -- ITEM, GROUP
  target_id text not null,
  created_at bigint not null,
  created_by text not null,
  primary key (organization_id, group_id, target_type, target_id),
  foreign key (organization_id, group_id) references resource_groups (organization_id, id)
    on delete cascade
);

CREATE TABLE resource_groups (
  organization_id text not null references organizations (id),
  id text not null,
  type text not null,
  name text not null,
  name_key text not null,
  version bigint not null,
  created_at bigint not null,
  modified_at bigint not null,
  created_by text not null,
  modified_by text not null,
  primary key (organization_id, id),
  unique (organization_id, type, name_key)
);

CREATE TABLE resources (
  organization_id text not null references organizations (id),
  id text not null,
  type text not null,                     -- service:type
  resource_id text not null,              -- the application's own id
  properties text not null,               -- JSON object
  version bigint not null,
  created_at bigint not null,
  modified_at bigint not null,
  created_by text not null,
  modified_by text not null,
  primary key (organization_id, id),
  unique (organization_id, type, resource_id)
);

CREATE TABLE schema_migrations (number bigint primary key, name text not null, sha256 text not null, applied_at bigint not null);

CREATE TABLE service_users (
  organization_id text not null references organizations (id),
  id text not null,
  name text not null,
  name_key text not null,
  is_active bigint not null,
  version bigint not null,
  created_at bigint not null,
  modified_at bigint not null,
  created_by text not null,
  modified_by text not null,
  primary key (organization_id, id),
  unique (organization_id, name_key)
);

CREATE TABLE sessions (
  hash text primary key,                  -- SHA-256 of the cookie's secret, hexadecimal
  id text not null unique,
  account_id text not null references accounts (id) on delete cascade,
  kind text not null,                     -- full, password_change
  created_at bigint not null,
  authenticated_at bigint not null,
  last_seen_at bigint not null,
  expires_at bigint not null,
  source_address text not null,
  user_agent text not null
);

CREATE TABLE temporary_passwords (
  account_id text primary key references accounts (id) on delete cascade,
  hash text not null,                     -- SHA-256, hexadecimal: the password has 120 random bits
  issued_at bigint not null,
  expires_at bigint not null
);

CREATE TABLE users (
  organization_id text not null references organizations (id),
  id text not null,
  account_id text not null references accounts (id),
  external_id text,
  is_active bigint not null,
  end_at bigint,
  statements text not null,               -- inline permission statements
  version bigint not null,
  created_at bigint not null,
  modified_at bigint not null,
  created_by text not null,
  modified_by text not null, change bigint not null default 0, user_name text not null default '', full_name text, company text, initials text, title text,
  primary key (organization_id, id),
  unique (organization_id, account_id),
  unique (organization_id, external_id)
);

CREATE INDEX access_keys_by_service_user on access_keys (organization_id, service_user_id);

CREATE INDEX account_links_by_account on account_links (account_id, purpose);

CREATE INDEX audit_events_by_action on audit_events (organization_id, action, event_index);

CREATE INDEX audit_events_by_actor on audit_events (organization_id, actor_id, event_index);

CREATE INDEX audit_events_by_target on audit_events (organization_id, target_id, event_index);

CREATE INDEX directory_changes_by_time on directory_changes (created_at);

CREATE INDEX invitations_by_email on invitations (organization_id, email_key);

CREATE INDEX outbox_by_next on outbox (status, next_attempt_at);

CREATE INDEX outbox_by_subject on outbox (subject_id, created_at);

CREATE INDEX principal_permissions_by_principal
  on principal_permissions (organization_id, principal_type, principal_id);

CREATE INDEX resource_group_items_by_target
  on resource_group_items (organization_id, target_type, target_id);

CREATE INDEX sessions_by_account on sessions (account_id);

CREATE INDEX users_by_account on users (account_id);

CREATE INDEX users_by_change on users (organization_id, change);

CREATE UNIQUE INDEX users_by_user_name on users (organization_id, user_name);
