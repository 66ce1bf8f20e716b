/** The actions that a statement may name. */
export const actions = [
  'all',
  'config:create',
  'config:retrieve',
  'config:update',
  'config:delete',
  'config:export',
  'audit:retrieve',
  'analytics:query',
  'measurements:upload',
  'measurements:fileupload',
  'measurements:retrieve',
  'measurements:export',
  'forecast:retrieve',
  'healthscores:retrieve',
  'anomalies:retrieve',
  'exports:download',
  'marketplaceusage:create',
  'marketplaceusage:retrieve',
]

const part = '[a-z0-9][a-z0-9_.-]*'
const shape = new RegExp(`^(\\*|${part}:(\\*|${part}/(\\*|(item|group)/(\\*|[A-Za-z0-9_.:-]+))))$`)

/** `*`, `config:*`, `config:meter/*`, `config:plan/item/<id>`, `config:meter/group/<id>` */
export const isResource = (text: string) => shape.test(text)
