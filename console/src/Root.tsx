import { Outlet, useRouter } from '@tanstack/react-router'
import { useEffect } from 'react'
import { focusUndo } from '~/components/toasts'
import { SessionEndedDialog } from '~/pages/Outside/SessionEndedDialog'
import { SessionEndingDialog } from '~/pages/Outside/SessionEndingDialog'
import { StepUpDialog } from '~/pages/Outside/StepUpDialog'

/** What every page shares: links that stay in the page, the way to the newest Undo, the session's end. */
export function Root() {
  const router = useRouter()
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
      if (event.altKey && event.key.toLowerCase() === 't') focusUndo()
    }
    document.addEventListener('click', onClick)
    document.addEventListener('keydown', onKey)
    return () => {
      document.removeEventListener('click', onClick)
      document.removeEventListener('keydown', onKey)
    }
  }, [router])
  return (
    <>
      <Outlet />
      <SessionEndingDialog />
      <StepUpDialog />
      <SessionEndedDialog />
    </>
  )
}
