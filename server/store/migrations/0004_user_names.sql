-- Each user of an organization has a user name, made by the server and never changed
-- (docs/decisions/0007-user-names.md), and what administrators write about the user.
alter table users add column user_name text not null default '';  -- lower case, so unique in any
alter table users add column full_name text;                      -- null: first and last name
alter table users add column company text;
alter table users add column initials text;
alter table users add column title text;
alter table invitations add column company text;

-- Who is there already is named as if invited now, without company: what stands before the @, and
-- for all but the oldest that have it in common the lowest free numbers.
create table user_name_bases (
  organization_id text not null,
  base text not null,
  place bigint not null,                  -- among those with this base, the oldest 0
  user_id text not null,
  primary key (organization_id, base, place)
);

with recursive reading (organization_id, user_id, rest, base) as (
  select u.organization_id, u.id, a.email_key, cast('' as text)
  from users u join accounts a on a.id = u.account_id
  union all
  select organization_id, user_id, substr(rest, 2),
    case
      when replace('abcdefghijklmnopqrstuvwxyz0123456789._-', substr(rest, 1, 1), '') <>
        'abcdefghijklmnopqrstuvwxyz0123456789._-' then base || substr(rest, 1, 1)
      else base
    end
  from reading where substr(rest, 1, 1) not in ('@', '')
),
named (organization_id, user_id, base) as (
  select organization_id, user_id, case base when '' then 'user' else base end
  from reading where substr(rest, 1, 1) in ('@', '')
)
insert into user_name_bases (organization_id, base, place, user_id)
select organization_id, base,
  row_number() over (partition by organization_id, base order by user_id) - 1, user_id
from named;

with recursive numbers (organization_id, base, number, place, is_free, last_place) as (
  select organization_id, base, 0, 0, 1, max(place) from user_name_bases
  group by organization_id, base having max(place) > 0
  union all
  select n.organization_id, n.base, n.number + 1,
    case when taken.user_id is null then n.place + 1 else n.place end,
    case when taken.user_id is null then 1 else 0 end, n.last_place
  from numbers n left join user_name_bases taken
    on taken.organization_id = n.organization_id and taken.base = n.base || '_' || (n.number + 1)
    and taken.place = 0
  where n.place < n.last_place
)
update users set user_name = b.base || case b.place when 0 then '' else '_' || n.number end
from user_name_bases b left join numbers n
  on n.organization_id = b.organization_id and n.base = b.base and n.place = b.place
  and n.is_free = 1
where users.organization_id = b.organization_id and users.id = b.user_id;

drop table user_name_bases;

-- Users are never removed, so no user name is given twice.
create unique index users_by_user_name on users (organization_id, user_name);
