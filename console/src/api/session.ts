import { queryOptions, useQuery } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import { answer, api, queryClient } from './client'
import { Problem } from './problem'
import { called } from './sessionClock'
import { forgetSession, hasSessionEnded, onCall, onSessionState, sessionBegan } from './sessionState'
import type { Session } from './types'

const key = ['session']
const channel = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel('gatehouse-session')

// Signing out in one tab signs out in all; calls of one keep the session of all alive.
channel?.addEventListener('message', ({ data }) => {
  if (typeof data === 'number') return called(data)
  forgetSession()
  location.assign('/login')
})

let told = 0
onCall((at) => {
  called(at)
  if (at - told < 60_000) return
  told = at
  channel?.postMessage(at)
})

/** The session, or null when nobody is signed in. */
export const sessionQuery = queryOptions({
  queryKey: key,
  staleTime: Infinity,
  gcTime: Infinity,
  queryFn: async (): Promise<Session | null> => {
    try {
      const session = await answer(api.GET('/session'))
      sessionBegan(session.csrfToken)
      return session
    } catch (error) {
      if (error instanceof Problem && error.status === 401) return null
      throw error
    }
  },
})

/** What is known of the session; the routes that need one have asked for it. */
export const useSession = () => useQuery({ ...sessionQuery, enabled: false }).data ?? null
export const useSessionEnded = () => useSyncExternalStore(onSessionState, hasSessionEnded)

/** Any call does: the server counts the idle time from the last one. */
export const keepSignedIn = () => queryClient.fetchQuery({ ...sessionQuery, staleTime: 0 }).catch(() => null)

function began(session: Session): Session {
  const before = queryClient.getQueryData<Session | null>(key)
  if (before && before.account.id !== session.account.id) queryClient.clear()
  queryClient.setQueryData(key, session)
  sessionBegan(session.csrfToken)
  return session
}

export const signIn = async (email: string, password: string) =>
  began(await answer(api.POST('/session', { body: { email, password } })))

export const confirmSession = async (password: string) =>
  began(await answer(api.POST('/session/confirm', { body: { password } })))

export const choosePassword = async (newPassword: string) =>
  began(await answer(api.POST('/session/password', { body: { newPassword } })))

export const changePassword = async (currentPassword: string, newPassword: string) =>
  began(await answer(api.POST('/password/change', { body: { currentPassword, newPassword } })))

export async function signOut() {
  await answer(api.DELETE('/session')).catch(() => undefined)
  channel?.postMessage('signed out')
  forgetSession()
  // A fresh document: nothing of the old session stays in memory.
  location.assign('/login')
}

export const forgotPassword = (email: string) => answer(api.POST('/password/forgot', { body: { email } }))
export const resetPassword = (token: string, newPassword: string) =>
  answer(api.POST('/password/reset', { body: { token, newPassword } }))

export const lookUpInvitation = (token: string) => answer(api.POST('/invitations/lookup', { body: { token } }))
export const declineInvitation = (token: string) => answer(api.POST('/invitations/decline', { body: { token } }))

export type Acceptance = { token: string; password: string; firstName?: string; lastName?: string; contactNumber?: string }
export const acceptInvitation = async (body: Acceptance) => began(await answer(api.POST('/invitations/accept', { body })))
