import { VisuallyHidden } from '@mantine/core'
import { Outlet, useRouter } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useToldTitle } from '~/components/Page'
import { focusToast } from '~/components/toasts'
import { SessionEndedDialog } from '~/pages/Outside/SessionEndedDialog'
import { SessionEndingDialog } from '~/pages/Outside/SessionEndingDialog'
import { StepUpDialog } from '~/pages/Outside/StepUpDialog'

/** Ctrl+Enter sends a form from any of its fields, a text of several lines too. */
function sendForm(event: KeyboardEvent) {
  const form = (event.target as Element).closest?.('form')
  if (!form || event.defaultPrevented) return
  event.preventDefault()
  form.requestSubmit()
}

/** What every page shares: links that stay in the page, the way to the newest Undo, the session's end. */
export function Root() {
  const router = useRouter()
  const title = useToldTitle()
  useEffect(() => {
    // Names are plain links, light enough for long lists; a plain click on one does not load a new document.
    const onClick = (event: MouseEvent) => {
      const link = (event.target as Element).closest?.('a')
      const href = link?.getAttribute('href')
      if (!link || !href?.startsWith('/') || link.target || link.hasAttribute('download')) return
      if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
      event.preventDefault()
      router.history.push(href)
    }
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'F6' || (event.altKey && event.key.toLowerCase() === 't')) {
        event.preventDefault()
        focusToast()
      }
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) sendForm(event)
    }
    // From tab to tab the heading stays, and what had the focus may be gone.
    const leave = router.subscribe('onRendered', ({ fromLocation, pathChanged }) => {
      if (fromLocation && pathChanged && document.activeElement === document.body) document.querySelector('h1')?.focus({ preventScroll: true })
    })
    document.addEventListener('click', onClick)
    document.addEventListener('keydown', onKey)
    return () => {
      leave()
      document.removeEventListener('click', onClick)
      document.removeEventListener('keydown', onKey)
    }
  }, [router])
  return (
    <>
      <VisuallyHidden role="status" aria-label="Page">
        {title}
      </VisuallyHidden>
      <Outlet />
      <SessionEndingDialog />
      <StepUpDialog />
      <SessionEndedDialog />
    </>
  )
}
