-- Lists of users are found in memory (directory/user_list.h), which follows `change`: the
-- organization's epoch when the user, or what the account lends it, was changed last.
drop index users_by_id;
drop index users_by_name;
drop index users_by_email;
drop index users_by_end;
alter table users drop column name_key;
alter table users drop column email_key;
alter table users drop column search_text;
alter table users add column change bigint not null default 0;
create index users_by_change on users (organization_id, change);
