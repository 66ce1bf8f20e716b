import { Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { Logo } from '~/components/Logo'
import { usePageTitle } from '~/components/Page'
import classes from './Gate.module.css'

/** The card before the gate: sign-in and its kin. */
export function Gate({ title, children, wide }: { title: string; children: ReactNode; wide?: boolean }) {
  usePageTitle(title)
  return (
    <main className={classes.page}>
      <div className={classes.brand}>
        <Logo size={34} />
        <span>Gatehouse</span>
      </div>
      <section className={classes.card} data-wide={wide || undefined}>
        <Title order={1} size="h3" mb="md">
          {title}
        </Title>
        {children}
      </section>
    </main>
  )
}
