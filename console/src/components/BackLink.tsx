import { IconChevronLeft } from '@tabler/icons-react'
import classes from './BackLink.module.css'

export const BackLink = ({ href, children }: { href: string; children: string }) => (
  <a className={classes.back} href={href}>
    <IconChevronLeft size={16} aria-hidden />
    {children}
  </a>
)
