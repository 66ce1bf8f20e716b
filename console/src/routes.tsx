import { createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect, type AnyRoute } from '@tanstack/react-router'
import { queryClient } from '~/api/client'
import { sessionQuery } from '~/api/session'
import { Waiting } from '~/components/States'
import { parseSearch, stringifySearch } from '~/filters'
import { hrefs } from '~/hrefs'
import { Root } from '~/Root'
import { Crashed, NotFoundPage } from '~/pages/Outside/Messages'

/** Sends those without a full session to where they get one, and back here afterwards. */
async function needsSession({ location }: { location: { href: string } }) {
  const session = await queryClient.ensureQueryData(sessionQuery)
  const search = { to: location.href === '/' ? undefined : location.href }
  if (!session) throw redirect({ to: '/login', search: search as never })
  if (session.kind === 'password_change') throw redirect({ to: '/first-login', search: search as never })
}

const root = createRootRoute({ component: Root, notFoundComponent: NotFoundPage, errorComponent: Crashed })

const page = <P extends AnyRoute>(parent: P, path: string, load: () => Promise<{ default: React.ComponentType }>) =>
  createRoute({ getParentRoute: () => parent, path, component: lazyRouteComponent(load) })

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: needsSession,
  component: lazyRouteComponent(() => import('~/pages/Outside/HomePage')),
})

/** Everything inside an organization, in the frame. */
const organization = createRoute({
  getParentRoute: () => root,
  path: 'o/$organizationId',
  beforeLoad: needsSession,
  component: lazyRouteComponent(() => import('~/pages/Frame/Frame')),
})

const organizationHome = createRoute({
  getParentRoute: () => organization,
  path: '/',
  beforeLoad: ({ params }) => {
    throw redirect({ href: hrefs((params as { organizationId: string }).organizationId).users, replace: true })
  },
})

/** Settings › Access: the tabs. */
const access = createRoute({
  getParentRoute: () => organization,
  id: 'access',
  component: lazyRouteComponent(() => import('~/pages/Access/AccessPage')),
})

export const routeTree = root.addChildren([
  home,
  page(root, 'login', () => import('~/pages/Outside/SignInPage')),
  page(root, 'first-login', () => import('~/pages/Outside/FirstSignInPage')),
  page(root, 'forgot', () => import('~/pages/Outside/ForgotPage')),
  page(root, 'reset', () => import('~/pages/Outside/ResetPage')),
  page(root, 'invite', () => import('~/pages/Outside/InvitePage')),
  organization.addChildren([
    organizationHome,
    access.addChildren([
      page(access, 'access/users', () => import('~/pages/Users/UsersPage')),
      page(access, 'access/service-users', () => import('~/pages/ServiceUsers/ServiceUsersPage')),
      page(access, 'access/groups', () => import('~/pages/Groups/GroupsPage')),
      page(access, 'access/invitations', () => import('~/pages/Invitations/InvitationsPage')),
      page(access, 'access/policies', () => import('~/pages/Policies/PoliciesPage')),
      page(access, 'access/support', () => import('~/pages/Support/SupportPage')),
    ]),
    page(organization, 'access/users/$id', () => import('~/pages/UserDetails/UserDetailsPage')),
    page(organization, 'access/service-users/$id', () => import('~/pages/ServiceUsers/ServiceUserPage')),
    page(organization, 'access/groups/$id', () => import('~/pages/Groups/GroupPage')),
    page(organization, 'access/policies/new', () => import('~/pages/Policies/NewPolicyPage')),
    page(organization, 'access/policies/$id', () => import('~/pages/Policies/PolicyPage')),
    page(organization, 'access/policies/$id/edit', () => import('~/pages/Policies/EditPolicyPage')),
    page(organization, 'applications', () => import('~/pages/Applications/ApplicationsPage')),
    page(organization, 'applications/$id', () => import('~/pages/Applications/ApplicationPage')),
    page(organization, 'audit', () => import('~/pages/Audit/AuditPage')),
  ]),
])

export const makeRouter = (options: Partial<Parameters<typeof createRouter>[0]> = {}) =>
  createRouter({
    routeTree,
    parseSearch,
    stringifySearch,
    defaultPreload: false,
    // Back leads to the row where one was; another page begins at its top.
    scrollRestoration: true,
    scrollToTopSelectors: ['#main'],
    defaultPendingComponent: () => <Waiting />,
    defaultPendingMs: 200,
    // What is there is shown, also right after the page began to wait.
    defaultPendingMinMs: 0,
    defaultErrorComponent: Crashed,
    defaultNotFoundComponent: NotFoundPage,
    ...options,
  } as Parameters<typeof createRouter>[0])

export const router = makeRouter()
