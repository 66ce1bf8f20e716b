import { Button, Group, Modal, Text } from '@mantine/core'
import { useCallback, useEffect, useRef, useState } from 'react'
import { keepSignedIn, signOut, useSession, useSessionEnded } from '~/api/session'
import { active, sessionEnd, shouldKeepAlive, warningTime, type Ending } from '~/api/sessionClock'
import { sessionEnded } from '~/api/sessionState'

/** Warns two minutes before the session ends. Who works stays signed in without noticing. */
export function SessionEndingDialog() {
  const session = useSession()
  const ended = useSessionEnded()
  const [ending, setEnding] = useState<Ending & { left: number }>()
  const dtExpires = session?.dtExpires
  const dismissed = useRef(0)
  const isWarning = ending !== undefined

  const look = useCallback(() => {
    if (dtExpires === undefined || ended) return setEnding(undefined)
    const now = Date.now()
    const end = sessionEnd(dtExpires)
    if (end.at <= now) {
      setEnding(undefined)
      sessionEnded()
    } else if (end.at - now <= warningTime && dismissed.current !== end.at) {
      setEnding({ ...end, left: Math.ceil((end.at - now) / 1000) })
    } else {
      setEnding(undefined)
      if (shouldKeepAlive(now)) void keepSignedIn()
    }
  }, [dtExpires, ended])

  useEffect(() => {
    // Once a second while it counts down; a woken computer looks at once.
    const timer = setInterval(look, isWarning ? 1000 : 10_000)
    const worked = () => active(Date.now())
    const events = ['keydown', 'pointerdown'] as const
    for (const event of events) document.addEventListener(event, worked, { passive: true })
    document.addEventListener('visibilitychange', look)
    return () => {
      clearInterval(timer)
      for (const event of events) document.removeEventListener(event, worked)
      document.removeEventListener('visibilitychange', look)
    }
  }, [look, isWarning])

  const stay = () => void keepSignedIn().then(look)
  const close = () => {
    dismissed.current = ending?.at ?? 0
    setEnding(undefined)
  }
  return (
    <Modal opened={isWarning} onClose={ending?.extendable ? stay : close} title="Your session is about to end" withCloseButton={false} zIndex={900}>
      <Text role="timer">
        You will be signed out in {ending ? clock(ending.left) : ''}
        {ending?.extendable ? ' because nothing has happened for a while.' : ': a session lasts twelve hours. You can sign in again over the page; what you typed stays.'}
      </Text>
      <Group justify="flex-end" mt="lg" gap="sm">
        <Button variant="default" onClick={() => void signOut()}>
          Sign out
        </Button>
        {ending?.extendable ? (
          <Button onClick={stay} data-autofocus>
            Stay signed in
          </Button>
        ) : (
          <Button onClick={() => sessionEnded()} data-autofocus>
            Sign in again
          </Button>
        )}
      </Group>
    </Modal>
  )
}

const clock = (seconds: number) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
