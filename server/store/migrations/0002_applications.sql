-- The organization's own words: an application is a service with resource types and actions.
create table applications (
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

-- What an application has told us of its resources: searches and conditions see them.
create table resources (
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
