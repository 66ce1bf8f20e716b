import { useMemo } from 'react'
import { useApplications } from './applications'

/** The actions that every organization has. */
const standardActions = [
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

const config =
  'account accountplan aggregation commitment compoundaggregation contract counter counterpricing creditreason customfield ' +
  'meter metergroup organization organizationconfig plan plangroup plangrouplink plantemplate pricing pricingband product ' +
  'transactiontype user orguserinvitation serviceuser accesskey permissionpolicy resourcegroup usergroup support application resource'
const billing = 'balance bill billconfig billjob charge counteradjustment statementjob'

/** The resource types that every organization has. */
const standardTypes = [
  ...config.split(' ').map((type) => `config:${type}`),
  ...billing.split(' ').map((type) => `billing:${type}`),
  'audit:auditevent',
]

/** The words of statements: every organization's, then those of its applications. */
export function useVocabulary(): { actions: string[]; types: string[] } {
  const { rows } = useApplications()
  return useMemo(
    () => ({
      actions: [...standardActions, ...rows.flatMap(({ service, actions }) => actions.map((action) => `${service}:${action}`))],
      types: [...standardTypes, ...rows.flatMap(({ service, types }) => types.map((type) => `${service}:${type}`))],
    }),
    [rows],
  )
}
