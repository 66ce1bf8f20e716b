import { Button } from '@mantine/core'
import { IconAlertTriangle, IconBan } from '@tabler/icons-react'
import classes from './Findings.module.css'
import type { Finding } from './lint'

type Props = { findings: Finding[]; onFix: (finding: Finding) => void; onJump: (statement: number) => void }

/** What is wrong with the statements, each with the way to it and, if there is one, the correction. */
export function Findings({ findings, onFix, onJump }: Props) {
  return (
    <div aria-live="polite">
      {findings.length > 0 && (
        <ul className={classes.findings} aria-label="Findings">
          {findings.map((finding) => (
            <li key={`${finding.statement} ${finding.value} ${finding.text}`} data-severity={finding.severity}>
              {finding.severity === 'error' ? <IconBan size={16} aria-label="Error" /> : <IconAlertTriangle size={16} aria-label="Warning" />}
              <span>
                <button type="button" className="textButton" onClick={() => onJump(finding.statement)}>
                  Statement {finding.statement + 1}
                </button>
                : {finding.text}
              </span>
              {finding.better !== undefined && (
                <Button size="compact-sm" variant="default" aria-label={`Write ${finding.better} in statement ${finding.statement + 1}`} onClick={() => onFix(finding)}>
                  Correct
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
